"""Runtimes and languages under any of their names, and the type of each event in each language."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError
from lambda_triage.facts.runtimes import as_of, lifecycles
from lambda_triage.guidance.matching import refuse

if TYPE_CHECKING:
    from collections.abc import Mapping

# First of each: the column of types.tsv, or the language without one.
LANGUAGES: Mapping[str, tuple[str, ...]] = {
    "python": ("py",),
    "nodejs": ("node", "node.js", "javascript", "js"),
    "typescript": ("ts",),
    "java": ("kotlin", "scala"),
    "go": ("golang", "go1.x"),
    "dotnet": ("csharp", "c#", ".net", "dotnetcore"),
    "rust": (),
    "ruby": (),
}
POWERTOOLS = "aws_lambda_powertools.utilities"
PACKAGES = {
    "python": "aws-lambda-powertools",
    "nodejs": "@types/aws-lambda",
    "typescript": "@types/aws-lambda",
    "java": "com.amazonaws:aws-lambda-java-events",
    "go": "github.com/aws/aws-lambda-go",
    "rust": "aws_lambda_events",
}
ABSENT = "-"
_VERSION = re.compile(r"[\d.]+(x|\.al2\d*)?$")


def language(runtime: str) -> str:
    """The language of a runtime or of a name for a language. Raises UsageError."""
    text = runtime.strip().lower()
    if text.startswith("provided"):
        raise UsageError(f"{text[:20]} runs any language; give go or rust instead")
    for form in (text, _VERSION.sub("", text)):
        for name, others in LANGUAGES.items():
            if form == name or form in others:
                return name
    raise refuse("runtime", runtime, LANGUAGES)


def newest(name: str) -> str:
    """The newest managed runtime of a language, by the dated list."""
    prefix = "nodejs" if name == "typescript" else name
    own = [each for each in lifecycles().values() if each.runtime.startswith(prefix)]
    return next(each.runtime for each in reversed(own) if each.successor is None)


def identifier(runtime: str) -> str:
    """The runtime's identifier: the one given where Lambda takes it, else the language's newest."""
    text = runtime.strip().lower()
    known = lifecycles().get(text) if any(sign.isdigit() for sign in text) else None
    over = known is not None and known.create_blocked and known.create_blocked <= as_of()
    return text if known and not over else newest(language(runtime))


def imports(source: str, name: str) -> tuple[str, ...]:
    """The lines that import an event's type; empty where no package has one."""
    row = _types().get(source, {})
    told = row.get("typescript" if name == "nodejs" else name, ABSENT)
    if name == "python":
        return _python(told, row["parser"])
    if told == ABSENT:
        return ()
    match name:
        case "typescript":
            return (f"import type {{ {told} }} from 'aws-lambda';",)
        case "nodejs":
            first = told.partition(",")[0]
            return (f"/** @param {{import('aws-lambda').{first}}} event */",)
        case "java":
            return (f"import com.amazonaws.services.lambda.runtime.events.{told};",)
        case "go":
            module = "cfn" if told.startswith("cfn.") else "events"
            return (f'import "github.com/aws/aws-lambda-go/{module}" // {module}.{_bare(told)}',)
        case "dotnet":
            return (f"Amazon.Lambda.{told}  // NuGet Amazon.Lambda.{told.partition('.')[0]}",)
    return (f"use aws_lambda_events::event::{told};",)


def _python(told: str, model: str) -> tuple[str, ...]:
    found = []
    if told != ABSENT:
        module, _, name = told.rpartition(".")
        place = f"{POWERTOOLS}.data_classes" + (f".{module}" if module else "")
        found.append(f"from {place} import {name}")
    if model != ABSENT:
        found.append(f"from {POWERTOOLS}.parser.models import {model}  # pydantic")
    return tuple(found)


def _bare(name: str) -> str:
    return name.rpartition(".")[2]


@cache
def _types() -> dict[str, dict[str, str]]:
    text = files("lambda_triage.guidance").joinpath("types.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if not line.startswith("#")]
    names, *rows = lines
    return {row[0]: dict(zip(names, row, strict=True)) for row in rows}
