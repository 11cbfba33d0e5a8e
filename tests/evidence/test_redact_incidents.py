"""A redacted copy of the evidence leads to the same diagnosis, also where secrets stood in it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from lambda_triage.evidence.redaction import Redactor
from lambda_triage.pipeline.diagnose import diagnose
from tests.evidence.planted import Secret, forms, planted

ROOT = Path(__file__).parents[1] / "incidents"
FOLDERS = sorted(path for path in ROOT.iterdir() if (path / "evidence").is_dir())
TRIED = FOLDERS[::32]
HEALTHY = sorted(ROOT.glob("healthy-*/evidence/**/*.log")) + sorted(
    ROOT.glob("healthy-*/evidence/**/*.txt")
)
REDACTOR = Redactor()
PLATFORM = re.compile(
    r"(?:START|END|REPORT|INIT_START|XRAY|EXTENSION|TELEMETRY)[ \t]|^\s|^Traceback"
)
SETTINGS = {"DB_PASSWORD": "hunter22x", "API_TOKEN": "aB3dE6gH9jK2mN5pQ8sT", "SALT": "q8" * 20}


def redacted(data: bytes, name: str) -> bytes:
    """As a bundle does: an answer by its structure, everything else line by line."""
    if name.endswith(".json"):
        try:
            body = json.loads(data)
        except ValueError:
            pass
        else:
            return json.dumps(REDACTOR.value(body), indent=1).encode()  # as bundles write it
    out = io.BytesIO()
    REDACTOR.stream(io.BytesIO(data), out)
    return out.getvalue()


def told(folder: Path) -> object:
    report = diagnose([str(folder)])
    findings = sorted((f.check, f.resource, f.role, f.summary) for f in report.findings)
    return report.verdict, [(c.cause, c.resource, c.confidence) for c in report.causes], findings


def without_values(told: object) -> str:
    """Summaries quote the log here and there; there a token stands for the value."""
    return re.sub(r"\[[a-z0-9-]+-[a-z]{8}\]", "", json.dumps(told))


def copies(source: Path, target: Path, secrets: list[Secret]) -> tuple[Path, Path, list[str]]:
    """A copy with secrets in it, the same redacted, and what was put in."""
    put: list[str] = []
    for file in sorted(path for path in source.rglob("*") if path.is_file()):
        data = file.read_bytes()
        if file.suffix in {".log", ".txt"}:
            data = with_secrets(data.decode(errors="surrogateescape"), secrets, put)
        if file.suffix == ".json":
            data = with_settings(data, put)
        for name, content in (("plain", data), ("clean", redacted(data, file.name))):
            copy = target / name / file.relative_to(source)
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_bytes(content)
    return target / "plain", target / "clean", put


def with_secrets(text: str, secrets: list[Secret], put: list[str]) -> bytes:
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if n % 5 == 2 and line and not PLATFORM.search(line) and line[-1] not in "}]\t":
            secret = secrets[len(put) % len(secrets)]
            put.append(secret.value)
            lines[n] = f"{line} with {secret.before}{secret.value}{secret.after}"
    return "\n".join(lines).encode(errors="surrogateescape")


def with_settings(data: bytes, put: list[str]) -> bytes:
    try:
        body = json.loads(data)
    except ValueError:
        return data
    configuration = body.get("Configuration", body) if isinstance(body, dict) else {}
    if not isinstance(configuration, dict) or "Runtime" not in configuration:
        return data
    variables = configuration.setdefault("Environment", {}).setdefault("Variables", {})
    variables |= SETTINGS
    put += SETTINGS.values()
    return json.dumps(body).encode()


@pytest.mark.parametrize("file", HEALTHY, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_clean_log_keeps_every_byte(file):
    data = file.read_bytes()

    assert redacted(data, file.name) == data


@pytest.mark.parametrize("folder", TRIED, ids=lambda path: path.name)
def test_a_redacted_copy_is_diagnosed_as_the_original_is(folder, tmp_path):
    plain, clean, put = copies(folder / "evidence", tmp_path, planted(120, len(folder.name)))

    assert without_values(told(clean)) == without_values(told(plain))
    text = "".join(
        p.read_text(errors="replace")
        for p in clean.rglob("*")
        if p.suffix in {".log", ".txt", ".json"}
    )
    assert not [value for value in put if value in text]


def test_joins_between_files_survive():
    secret = planted(1, 1)[0]
    log = redacted(
        f"2026-03-01 key {secret.value} for alice@example.com\n".encode(), "a.log"
    ).decode()
    document = json.loads(
        redacted(
            json.dumps({"Owner": "alice@example.com", "Note": secret.value}).encode(), "b.json"
        )
    )

    assert document["Owner"] in log
    assert document["Note"] in log
    assert not any(form in log + json.dumps(document) for form in forms(secret))
