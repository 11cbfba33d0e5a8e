"""What a project's folder says: by which tool it is deployed, in which languages, as what."""

from __future__ import annotations

import re
import tomllib
from itertools import islice
from pathlib import Path

from msgspec import Struct

from lambda_triage.errors import UsageError
from lambda_triage.facts.samconfig import SAMCONFIG
from lambda_triage.paths import beginning

MOST_NAMES = 2_000  # of the folder itself; what lies deeper is not looked at
HEAD_BYTES = 64 << 10  # of a template, to tell SAM from CloudFormation
CONFIG_BYTES = 256 << 10
TEMPLATES = ("template.yaml", "template.yml", "template.json")
MARKS = {
    "CDK": ("cdk.json",),
    "Serverless Framework": (
        "serverless.yml",
        "serverless.yaml",
        "serverless.ts",
        "serverless.js",
        "serverless.json",
    ),
    "Pulumi": ("Pulumi.yaml", "Pulumi.yml"),
    "SAM": SAMCONFIG,
}
SPOKEN = {
    "package.json": "nodejs",
    "tsconfig.json": "typescript",
    "requirements.txt": "python",
    "pyproject.toml": "python",
    "go.mod": "go",
    "pom.xml": "java",
    "build.gradle": "java",
    "Cargo.toml": "rust",
    "Gemfile": "ruby",
}
_SERVERLESS = re.compile(rb"AWS::Serverless-2016-10-31")


class Project(Struct, frozen=True):
    """What was seen; `tools` in the order of their certainty, none in an empty folder.

    stack  of samconfig's default environment, as it stands there: not checked
    """

    folder: str
    tools: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    built: bool = False
    stack: str | None = None


def project(folder: str) -> Project:
    """Look at a folder's names. Raises UsageError where it is none."""
    place = Path(folder)
    try:
        if not place.is_dir():
            raise UsageError(f"{folder[:200]}: no such folder; give the project's own")
        names = sorted(each.name for each in islice(place.iterdir(), MOST_NAMES))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else "not a path"
        raise UsageError(f"{folder[:200]} cannot be looked at: {why}; give another") from None
    seen = [(tool, mark) for tool, marks in MARKS.items() for mark in marks if mark in names]
    seen += [("Terraform", name) for name in names if name.endswith((".tf", ".tf.json"))][:1]
    seen += [(_kind(place / name), name) for name in TEMPLATES if name in names]
    return Project(
        folder=folder,
        tools=tuple(dict.fromkeys(tool for tool, _ in seen)),
        marks=tuple(mark for _, mark in seen),
        languages=tuple(dict.fromkeys(SPOKEN[name] for name in SPOKEN if name in names)),
        built=".aws-sam" in names or "cdk.out" in names,
        stack=_stack(place) if "samconfig.toml" in names else None,
    )


def _kind(template: Path) -> str:
    """SAM or CloudFormation, by the template's transform."""
    return "SAM" if _SERVERLESS.search(_read(template, HEAD_BYTES)) else "CloudFormation"


def _stack(place: Path) -> str | None:
    """The stack's name in samconfig.toml, where it can be read."""
    try:
        told = tomllib.loads(_read(place / "samconfig.toml", CONFIG_BYTES).decode())
    except (ValueError, RecursionError):
        return None
    for command in ("deploy", "global"):
        node: object = told
        for key in ("default", command, "parameters", "stack_name"):
            node = node.get(key) if isinstance(node, dict) else None
        if isinstance(node, str):
            return node
    return None


def _read(path: Path, most: int) -> bytes:
    return beginning(path, most) or b""
