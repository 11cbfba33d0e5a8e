"""Projects that the tests of local runs make: a template, and code that can fail in every way."""

from __future__ import annotations

import sys
import textwrap
from pathlib import Path

from lambda_triage.pipeline.local_invoke import Asked, Outcome, local_invoke
from lambda_triage.pipeline.target import Access

PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
APP = """
    import os, sys, time

    def handler(event, context):
        do = event.get("do")
        print("doing", do)
        if do == "raise":
            raise ValueError("no such order")
        if do == "sleep":
            time.sleep(30)
        if do == "exit":
            sys.exit(3)
        if do == "grow":
            hold = [bytearray(8 << 20) for _ in range(64)]
            time.sleep(30)
        if do == "set":
            return {1, 2}
        if do == "variables":
            return dict(os.environ)
        return {"given": event, "memory": context.memory_limit_in_mb}
"""
TEMPLATE = f"""
    Transform: AWS::Serverless-2016-10-31
    Parameters:
      Stage: {{Type: String, Default: dev}}
    Globals:
      Function:
        Runtime: {PYTHON}
        Timeout: 1
        Environment: {{Variables: {{STAGE: !Ref Stage, LEVEL: INFO}}}}
    Resources:
      Orders:
        Type: AWS::Serverless::Function
        Properties:
          CodeUri: src/
          Handler: app.handler
          MemorySize: 256
"""


def project(folder: Path, template: str = TEMPLATE, **files: str) -> Path:
    """A folder with a template and `src/app.py`; more files by name, `__` for a slash."""
    given = {"template.yaml": template, "src/app.py": APP}
    given |= {name.replace("__", "/"): text for name, text in files.items()}
    for name, text in given.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")
    return folder


def with_properties(*lines: str, resources: str = "") -> str:
    """The usual template with more properties of its function, and more resources."""
    more = "".join(f"          {line}\n" for line in lines)
    return TEMPLATE + more + textwrap.indent(textwrap.dedent(resources), " " * 6)


def invoked(folder: Path, event=None, access: Access | None = None, **asked) -> Outcome:
    return local_invoke(Asked(folder=folder, event=event, **asked), access or Access())
