"""Where a finding stands: from the words of a document's path to a line and column of a file."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.evidence.naming import name
from lambda_triage.reports.validation import Spot
from lambda_triage.sources.templates.positions import Broken, Positions, positions

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.evidence.documents import Declared
    from lambda_triage.pipeline.validate.find import Part, Unit

    Path = tuple[str, ...]

CITED = re.compile(r"Resources\.(?P<id>.+?)\.Properties(?:\.(?P<rest>.*))?$")
STEP = re.compile(r"[^.\[\]]+")
# What SAM calls properties of a function otherwise than AWS::Lambda::Function does.
SAM = {"TracingConfig": "Tracing", "DeadLetterConfig": "DeadLetterQueue", "Code": "CodeUri"}
IMPLIED = {
    "EventInvokeConfig": ("EventInvokeConfig",), "Url": ("FunctionUrlConfig",),
    "Alias": ("AutoPublishAlias",), "Role": ("Policies",),
}  # fmt: skip  # suffixes of what SAM makes of a function, and the properties that it stands for
SERVERLESS = {
    "FunctionName": "name", "EphemeralStorage": "ephemeralStorageSize", "TracingConfig": "tracing",
    "ReservedConcurrentExecutions": "reservedConcurrency", "DeadLetterConfig": "onError",
    "Architectures": "architecture", "VpcConfig": "vpc",
}  # fmt: skip


class Located(Struct, frozen=True):
    """A place and the file it is in."""

    part: Part
    spot: Spot


class Fault(Struct, frozen=True):
    """A file that cannot be parsed."""

    part: Part
    broken: Broken


class Places:
    """Knows the positions of every file of a unit, and which lines of the whole each one has."""

    def __init__(self, unit: Unit) -> None:
        self.language = unit.language
        self.faults: list[Fault] = []
        self.spots: dict[Path, tuple[int, int]] = {}
        self._starts: list[tuple[int, Part]] = []
        texts: list[str] = []
        lines = 0
        for part in unit.parts:
            told = Broken(1, 1, part.reason) if part.reason else positions(part.text, unit.language)
            if isinstance(told, Broken):
                self.faults.append(Fault(part, told))
                continue
            for path, (line, column) in told.spots.items():
                if unit.language == "terraform":  # JSON may have its blocks in lists
                    path = tuple(step for step in path if not step.isdigit())
                self.spots.setdefault(path, (line + lines, column))
            self._starts.append((lines, part))
            texts.append(part.text)
            lines += part.text.count("\n") + 1
        self.text = "\n".join(texts)  # of all files that can be parsed

    def broken(self) -> Iterator[tuple[Part, Spot, str]]:
        """Files that cannot be parsed: where, and why."""
        for fault in self.faults:
            if fault.part.asked:
                yield fault.part, Spot(fault.broken.line, fault.broken.column), fault.broken.reason

    def path(self, *path: str) -> Located:
        """The place of a path of the tree, or of what is nearest above it."""
        return self._located(Positions(self.spots).at(path) or (1, 1))

    def has(self, *path: str) -> bool:
        """Whether the template itself says this."""
        return path in self.spots

    def cited(self, paths: Sequence[str], resource: str, declared: Sequence[Declared]) -> Located:
        """Of the paths that a finding cites: the first that is told, else its resource."""
        told = [(m["id"], m["rest"] or "") for p in paths if (m := CITED.match(p))]
        tried = [(id, tuple(STEP.findall(rest))) for id, rest in told]
        for id, rest in tried:
            for path in self._ways(id, rest, declared):
                if path in self.spots:
                    return self._located(self.spots[path])
        ids = [id for id, _ in tried] or [d.id for d in declared if _is(d, resource)]
        for id in ids:
            if found := self._resource(id, declared):
                return self._located(found)
        return self._located((1, 1))

    def _located(self, spot: tuple[int, int]) -> Located:
        line, column = spot
        start, part = next(s for s in reversed(self._starts) if s[0] < line)
        return Located(part, Spot(line - start, column))

    def _ways(self, id: str, rest: Path, declared: Sequence[Declared]) -> Iterator[Path]:
        """Paths of the source at which a property of a declared resource may stand."""
        if self.language == "terraform":
            yield from self._terraform(id, rest, declared)
            return
        for top in (("Resources", id), ("resources", "Resources", id)):
            yield (*top, "Properties", *rest)
            if rest and rest[0] in SAM:
                yield (*top, "Properties", SAM[rest[0]])
        for owner, inner in self._implied(id):
            yield (*owner, *inner, "Properties", *rest)
            yield (*owner, *inner, *rest)
            yield (*owner, *inner)
        if rest:
            yield ("Globals", "Function", *rest)
            plain = SERVERLESS.get(rest[0], rest[0][:1].lower() + rest[0][1:])
            yield ("functions", id, plain, *rest[2:])
            yield ("functions", id, plain)
            if self.has("functions", id):
                yield ("provider", plain)

    def _implied(self, id: str) -> Iterator[tuple[Path, Path]]:
        """What an id that stands nowhere was made of: an event or a property of a function."""
        if self.has("Resources", id):
            return
        for path in self.spots:
            match path:
                case ("Resources", owner, "Properties", "Events", event) if id.startswith(
                    owner + event
                ):
                    yield path[:3], path[3:]
                case ("Resources", owner) if id.startswith(owner):
                    for inner in IMPLIED.get(id.removeprefix(owner), ()):
                        yield (*path, "Properties"), (inner,)
                case ("functions", owner, "events", number) if id == owner + number:
                    yield path[:2], path[2:]

    def _resource(self, id: str, declared: Sequence[Declared]) -> tuple[int, int] | None:
        tops: list[Path] = [("Resources", id), ("functions", id), ("resources", "Resources", id)]
        for owner, inner in self._implied(id):
            tops += [(*owner, *inner), owner[:2]]
        for path in tops:
            if path in self.spots:
                return self.spots[path]
        if self.language == "terraform":
            blocks = [p for p in self.spots if len(p) == 3 and p[0] == "resource" and p[2] == id]
            lines = {d.line for d in declared if d.id == id}
            found = (self.spots[p] for p in blocks if lines & {self.spots[p][0], None})
            return next(found, None)
        return None

    def _terraform(self, id: str, rest: Path, declared: Sequence[Declared]) -> Iterator[Path]:
        """Arguments of the block whose name shares its words with the property."""
        lines = {d.line for d in declared if d.id == id}
        heads = [
            path
            for path, (line, _) in self.spots.items()
            if len(path) == 3 and path[0] == "resource" and path[2] == id and lines & {line, None}
        ]
        for head in heads:
            here = [path for path in self.spots if len(path) == 4 and path[:3] == head]
            for step in reversed(rest):
                words = re.findall(r"[A-Z][a-z]+|[A-Z]+(?![a-z])|[a-z]+", step)
                ranked = sorted(here, key=lambda p: -_shared(words, p[3]))
                if ranked and _shared(words, ranked[0][3]) >= max(1, len(words) - 1):
                    yield ranked[0]


def _shared(words: Sequence[str], argument: str) -> int:
    """How many words two names have in common from their beginning."""
    pairs = zip((w.lower() for w in words), argument.split("_"), strict=False)
    return len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))


def _is(declared: Declared, resource: str) -> bool:
    told = declared.properties.get("FunctionName")
    return name(resource) in {declared.id, told, name(declared.key or "?:")}
