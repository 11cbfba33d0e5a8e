"""Everything of our own that can be said about one template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from lambda_triage.errors import FormatError
from lambda_triage.facts.samconfig import SAMCONFIG
from lambda_triage.pipeline.validate import own
from lambda_triage.pipeline.validate.accept import Ignored, dead_letters
from lambda_triage.pipeline.validate.code import cloudformation_code
from lambda_triage.pipeline.validate.handlers import look
from lambda_triage.pipeline.validate.other_code import serverless_code, terraform_code
from lambda_triage.pipeline.validate.places import Places
from lambda_triage.pipeline.validate.references import said_of_references
from lambda_triage.pipeline.validate.roles import said_of_roles
from lambda_triage.reports.validation import Level, Problem, Spot
from lambda_triage.sources.settings import chosen, read_settings
from lambda_triage.sources.templates.cloudformation import keys_of
from lambda_triage.sources.templates.load import load

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.pipeline.validate.code import Code
    from lambda_triage.pipeline.validate.find import Part, Unit
    from lambda_triage.pipeline.validate.handlers import Said

    Tree = Mapping[str, Json]

SETTINGS_LIMIT = 1 << 20  # bytes
NO_REDRIVE = "ES6000"


class Look(Struct, frozen=True):
    """Our problems with one template, and what helps to read cfn-lint's."""

    name: str
    problems: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()
    keys: dict[str, str] = field(default_factory=dict)  # logical id → key of the resource
    last: frozenset[str] = frozenset()  # dead-letter queues
    crashed: bool = False

    def sifted(self, problem: Problem) -> tuple[Problem, ...]:
        """A problem of cfn-lint under the resource's own name; none where it misses the point."""
        id = problem.resource.removeprefix("?:")
        if problem.rule == NO_REDRIVE and id in self.last:
            return ()
        return (replace(problem, resource=self.keys.get(id, problem.resource)),)


def look_at(unit: Unit, environment: str | None) -> Look:
    """Our own problems with a template, and notes about what could not be judged."""
    places = Places(unit)
    name = unit.parts[0].name
    found = [_fault(part, spot, reason) for part, spot, reason in places.broken()]
    if not places.text.strip():
        return Look(name, tuple(found))
    base = Path(unit.parts[0].path).parent
    values, notes = _values(unit, environment)
    problems, crashed = own.check(places, values)
    tree = {} if _is_hcl(unit) else _tree(places.text)
    problems += [_problem(said, places) for said in _said(unit, places, tree, values, base)]
    keys = keys_of(tree) if unit.language == "cloudformation" else {}
    renamed = [replace(p, resource=keys.get(p.resource[2:], p.resource)) for p in problems]
    ignored = Ignored(tree, keys)
    asked = {part.name for part in unit.parts if part.asked}
    found += [p for p in renamed if p.file in asked and p not in ignored]
    last = dead_letters(tree) if keys else frozenset[str]()
    return Look(name, tuple(found), (*notes, *crashed), keys, last, bool(crashed))


def _said(
    unit: Unit, places: Places, tree: Tree, values: Mapping[str, str], base: Path
) -> Iterator[Said]:
    for code in _code(unit, places, tree, values):
        yield from look(code, base)
    if unit.language == "cloudformation":
        yield from said_of_references(tree)
        yield from said_of_roles(tree)


def _code(unit: Unit, places: Places, tree: Tree, values: Mapping[str, str]) -> Iterator[Code]:
    if unit.language == "cloudformation":
        return cloudformation_code(tree, values)
    if unit.language == "serverless":
        return serverless_code(tree)
    return terraform_code(places.text) if _is_hcl(unit) else iter(())


def _is_hcl(unit: Unit) -> bool:
    return unit.language == "terraform" and not unit.parts[0].text.lstrip().startswith("{")


def _tree(text: str) -> Tree:
    try:
        tree = load(text)
    except FormatError:  # told by the checks already
        return {}
    return tree if isinstance(tree, dict) else {}


def _values(unit: Unit, environment: str | None) -> tuple[dict[str, str], tuple[str, ...]]:
    """Values of parameters, from the samconfig file beside a template."""
    if unit.language != "cloudformation":
        return {}, ()
    template = Path(unit.parts[0].path)
    for name in SAMCONFIG:
        path = template.parent / name
        try:
            with path.open("rb") as file:
                text = file.read(SETTINGS_LIMIT).decode("utf-8", "replace")
        except OSError:
            continue
        try:
            settings = chosen(read_settings(text), environment)
        except FormatError as error:
            return {}, (f"{path.as_posix()} was left out: {error}",)
        if settings is None or (settings.template or template.name) != template.name:
            return {}, ()
        return settings.values(), ()
    return {}, ()


def _fault(part: Part, spot: Spot, reason: str) -> Problem:
    return Problem(
        file=part.name,
        spot=spot,
        level=Level.ERROR,
        rule="template/unreadable",
        message=f"The template cannot be read: {reason}",
    )


def _problem(said: Said, places: Places) -> Problem:
    at = said.at
    if not places.has(*at):  # what is absent is told where its resource stands
        at = at[: 3 if at[0] in ("resource", "data") else 2]
    located = places.path(*at)
    return Problem(
        file=located.part.name,
        spot=located.spot,
        level=said.level,
        rule=said.rule,
        message=said.message,
        resource=f"?:{said.id}",
        fix=said.fix,
    )
