"""Collect every page beside a check or a weighed cause, and run its examples."""

from __future__ import annotations

import codecs
import csv
import functools
import json
import re
import tempfile
import zipfile
from pathlib import Path

import pytest

from lambda_triage.checks.catalog import CATALOG, checks, load
from lambda_triage.checks.run import judge
from lambda_triage.checks.scene import Scene
from lambda_triage.diagnosis.causes import HYPOTHESES
from lambda_triage.diagnosis.diagnose import diagnose
from lambda_triage.diagnosis.verdict import Incident, Verdict
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.tables import TABLES
from lambda_triage.findings import Finding, Unknown
from lambda_triage.pipeline.assemble import describe
from lambda_triage.sources.collect import collect

BLOCK = re.compile(r"^```(\w+)(?: ([\w.-]+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SUFFIXES = {"log": "txt", "json": "json", "yaml": "yaml", "hcl": "tf"}
BY_NAME = {table.name: table for table in TABLES}


def say(outcome: list[Finding | Unknown]) -> str:
    lines = []
    for said in outcome:
        if isinstance(said, Unknown):
            lines.append(f"unknown: {said.gap.table} of {said.gap.resource} ({said.gap.reason})")
            continue
        lines.append(f"{said.resource}: {said.summary}")
        if said.cause:
            lines.append(f"cause: {said.cause}" + ("" if said.opens else " (nothing failed)"))
        lines.extend(f"remedy: {describe(remedy)}" for remedy in said.remedies)
    return "".join(line + "\n" for line in lines)


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    if file_path.suffix == ".md" and "checks" in file_path.parts and "src" in file_path.parts:
        return Page.from_parent(parent, path=file_path)
    if file_path.suffix == ".md" and "causes" in file_path.parts and "src" in file_path.parts:
        return Weighing.from_parent(parent, path=file_path)
    return None


class Page(pytest.File):
    def collect(self):
        family, stem = self.path.parent.name, self.path.stem
        id = f"{family.replace('_', '-')}/{stem.replace('_', '-')}"
        text = self.path.read_text(encoding="utf-8")
        for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
            title, _, body = section.partition("\n")
            yield Example.from_parent(self, name=f"{id}: {title}", check=id, body=body)


class Example(pytest.Item):
    def __init__(self, *, check: str, body: str, **kwargs):
        super().__init__(**kwargs)
        self.check, self.body = check, body

    def runtest(self) -> None:
        assert self.check in CATALOG, f"{self.check} is not in the catalogue"
        with tempfile.TemporaryDirectory() as folder:
            case, wanted = _case(Path(folder), BLOCK.findall(self.body))
            said = load(self.check).run(Scene(case))
            case.close()
        assert wanted == say(said)

    def repr_failure(self, excinfo, style=None):  # noqa: ARG002  # pytest's own signature
        return f"{self.path.name} › {self.name}\n{excinfo.getrepr(style='short')}"


class Weighing(pytest.File):
    """The page of a weighed cause: its examples end in what is decided."""

    def collect(self):
        text = self.path.read_text(encoding="utf-8")
        for section in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
            title, _, body = section.partition("\n")
            yield Decided.from_parent(self, name=f"{self.path.stem}: {title}", body=body)


class Decided(pytest.Item):
    def __init__(self, *, body: str, **kwargs):
        super().__init__(**kwargs)
        self.body = body

    def runtest(self) -> None:
        blocks = BLOCK.findall(self.body)
        wanted = "".join(text for kind, _, text in blocks if kind == "decision")
        with tempfile.TemporaryDirectory() as folder:
            case, _ = _case(Path(folder), blocks)
            decided = diagnose(case, judge(case, checks()).findings, HYPOTHESES)
            case.close()
        assert wanted == "".join(decision(i) for i in decided.incidents)

    def repr_failure(self, excinfo, style=None):  # noqa: ARG002  # pytest's own signature
        return f"{self.path.name} › {self.name}\n{excinfo.getrepr(style='short')}"


def decision(incident: Incident) -> str:
    """The symptom, and the cause that is named; else those that stay in the running, in order."""
    slugs = [c.slug for c in incident.candidates]
    if incident.verdict is Verdict.CAUSE_FOUND:
        return f"{incident.symptom}: {slugs[0]}\n"
    return f"{incident.symptom}: undecided between {', '.join(slugs[:3]) or 'nothing known'}\n"


def _case(folder: Path, blocks: list[tuple[str, str, str]]) -> tuple[Case, str]:
    """Raw blocks become files that are collected; csv and missing blocks go in beside them."""
    wanted, paths = "", []
    for number, (kind, name, text) in enumerate(blocks):
        if kind in SUFFIXES:
            path = folder / f"{number}-{name or 'log'}.{SUFFIXES[kind]}"
            path.write_text(text.replace("⇥", "\t"), encoding="utf-8")
            paths.append(str(path))
        elif kind == "zip":
            paths.append(_zip(folder / f"{number}-{name}.zip", text))
    case = collect(paths, _signatures())[0] if paths else Case()
    for kind, name, text in blocks:
        if kind == "csv":
            case.add(BY_NAME[name], (_typed(row) for row in csv.DictReader(text.splitlines())))
        elif kind == "missing":
            for line in text.splitlines():
                resource, _, reason = line.partition(" because ")
                case.miss(name, resource, reason)
        elif kind == "finding":
            wanted = text
    return case, wanted


@functools.cache
def _signatures():
    return tuple(s for check in checks() for s in check.signatures)


def _zip(path: Path, text: str) -> str:
    """A code package of lines `path: content` (escapes as in Python) or `path size mode`."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for line in text.splitlines():
            name, told, content = line.partition(": ")
            name, size, mode = (name, "", "644") if told else line.rsplit(" ", 2)
            data = codecs.decode(content, "unicode_escape").encode("latin-1")
            info = zipfile.ZipInfo(name)
            info.create_system, info.external_attr = 3, (0o100000 | int(mode, 8)) << 16
            archive.writestr(info, data if told else bytes(int(size)))
    return str(path)


def _typed(row: dict[str, str]) -> dict[str, object]:
    values: dict[str, object] = {}
    for name, value in row.items():
        try:
            values[name] = None if value == "" else json.loads(value)
        except json.JSONDecodeError:
            values[name] = value
    return values
