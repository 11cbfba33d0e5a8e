"""Draws docs/diagnosis.svg: a real diagnosis of a bundled incident, as the terminal shows it."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from lambda_triage.pipeline.demo import incidents
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import terminal

WIDTH = 100


def main() -> None:
    """Render the incident `checkout` in colour and save the picture."""
    incident = incidents("checkout")[0]
    shown = terminal.render(diagnose([str(incident.folder)]), width=WIDTH, color=True)
    home = str(incident.folder.parent)
    shown = re.sub(re.escape(home) + "/", "", shown)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text.from_ansi(f"$ lambda-triage diagnose checkout/\n\n{shown}"))
    path = Path(__file__).parent.parent / "docs" / "diagnosis.svg"
    path.write_text(console.export_svg(title="lambda-triage"), encoding="utf-8")


if __name__ == "__main__":
    main()
