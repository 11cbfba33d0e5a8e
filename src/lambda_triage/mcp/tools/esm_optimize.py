"""`esm_optimize`: advice for a real mapping, judgement of settings, their place in a template."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from lambda_triage.errors import InputError, UsageError
from lambda_triage.mcp.inputs import MOST_PATHS, Access, Evidence, Name
from lambda_triage.mcp.quoted import CLOSE, OPEN, quoted
from lambda_triage.mcp.tool import Answer, Effects, Tool
from lambda_triage.paths import is_plain_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.mcp.work import Work
    from lambda_triage.pipeline.mappings.optimize import Analysed, Optimised, Which
    from lambda_triage.pipeline.mappings.settings import Around
    from lambda_triage.pipeline.mappings.typed import Problem

MOST_TEXT = 6_000  # characters of a difference
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
CALLS = 300  # of a live collection: one function and what is around it


class Asked(Access, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What to do, with which mapping."""

    action: Literal["analyze", "validate", "generate_template"] = "analyze"
    paths: Annotated[
        tuple[Name, ...],
        Meta(max_length=MOST_PATHS, description="Mappings, metrics, logs, bundles"),
    ] = ()
    esm_uuid: Name | None = None
    function: Name | None = None
    event_source: Name | None = None
    optimization_targets: Annotated[
        tuple[Name, ...], Meta(description="failure_rate, latency, throughput, cost")
    ] = ()
    configs: Annotated[dict[str, Any] | None, Meta(description="To validate, API names")] = None
    optimized_configs: dict[str, Any] | None = None
    template: Name | None = None
    logical_id: Annotated[Name, Meta(description="Mapping, or SAM Function.Event")] | None = None


class Head(Struct, frozen=True, omit_defaults=True):
    """What came out."""

    action: str
    next: str
    mappings: tuple[str, ...] = ()
    source: str | None = None
    taken: bool | None = None
    report: str | None = None
    text: str | None = None
    form: str | None = None


class Item(Struct, frozen=True, omit_defaults=True):
    """Advice, a finding of a check, what is missing, or a problem of a setting."""

    kind: Literal["advice", "finding", "missing", "refused", "unknown"]
    setting: str
    why: str
    mapping: str | None = None
    now: str | None = None
    proposed: Any = None
    helps: tuple[str, ...] = ()
    costs: str | None = None
    confidence: float | None = None
    next: str | None = None
    source: str | None = None


def run(asked: Asked, work: Work) -> Answer:
    """One of the three actions."""
    if asked.action == "validate":
        return _validate(asked, work)
    if asked.action == "generate_template":
        return _generate(asked, work)
    return _analyse(asked, work)


def _which(asked: Asked) -> Which:
    from lambda_triage.pipeline.mappings.kinds import asked_kind
    from lambda_triage.pipeline.mappings.optimize import Which

    # `kafka` may be either; which one, the mapping tells.
    kind = None if asked.event_source == "kafka" else asked_kind(asked.event_source)
    return Which(asked.esm_uuid, asked.function, kind)


def evidence(
    paths: tuple[str, ...], uuid: str | None, function: str | None, access: Access
) -> Evidence:
    """Evidence of the paths; without them of the function, named or fed by the mapping."""
    asked = {name: getattr(access, name) for name in ("profile", "region", "role_arn")}
    if paths:
        return Evidence(paths=paths, **asked)
    if function is None and uuid is not None:
        from lambda_triage.mcp.work import access as who
        from lambda_triage.pipeline.mappings.found import function_of

        function = function_of(uuid, who(access))
    if function is None:
        raise UsageError("which mapping? Give paths with it, or esm_uuid or function to ask AWS")
    return Evidence(functions=(function,), budget=CALLS, **asked)


def _analyse(asked: Asked, work: Work) -> Answer:
    from lambda_triage.pipeline.mappings.optimize import analyse

    wanted = evidence(asked.paths, asked.esm_uuid, asked.function, asked)
    with work.gathered(wanted) as found:
        told = analyse(
            found.paths, _which(asked), asked.optimization_targets, stdin=found.stdin,
            progress=work.reading,
        )  # fmt: skip
        live = found.live
    id = work.room.keep(told.report, live=live)
    names = tuple(
        quoted(f"{one.uuid or one.resource} {one.kind or 'unknown'} {one.function}")
        for one in told.mappings
    )
    then = "validate the settings that you take, then generate_template; `missing` brings more"
    return Answer(Head("analyze", then, names, report=id), tuple(_items(told)))


def _items(told: Analysed) -> Iterator[Item]:
    """Advice of all mappings first, then what checks found, then what is missing."""
    many = len(told.mappings) > 1
    for one in told.mappings:
        yield from _advice(one, _name(one) if many else None)
    said = dict.fromkeys(f.id for one in told.mappings for f in one.findings)
    found = {f.id: f for one in told.mappings for f in one.findings}
    for id in said:
        yield Item("finding", found[id].check, quoted(found[id].summary))
    for one in told.mappings:
        for lack in one.lacks:
            yield Item(
                "missing", lack.needs, f"decides {lack.decides}", _name(one) if many else None,
                next=quoted(lack.collect),
            )  # fmt: skip


def _name(one: Optimised) -> str:
    return quoted(one.uuid or one.resource)


def _advice(one: Optimised, mapping: str | None) -> Iterator[Item]:
    for advice in one.advice:
        yield Item(
            kind="advice",
            setting=advice.setting,
            why=advice.why,
            mapping=mapping,
            now=advice.now,
            proposed=advice.proposed,
            helps=advice.helps,
            costs=advice.costs,
            confidence=advice.confidence,
            source=advice.source,
        )


def _around(asked: Asked, work: Work) -> tuple[Around | None, str | None]:
    """What the evidence has around the mapping; nothing where none is given."""
    from lambda_triage.pipeline.mappings.kinds import asked_kind
    from lambda_triage.pipeline.mappings.optimize import around

    kind = asked_kind(asked.event_source)
    if not (asked.paths or asked.esm_uuid or asked.function):
        return None, kind
    with work.gathered(evidence(asked.paths, asked.esm_uuid, asked.function, asked)) as found:
        told, own = around(found.paths, _which(asked), stdin=found.stdin)
    return told, own or kind


def _kind(asked: Asked, settings: dict[str, Any], kind: str | None) -> str | None:
    """The kind of source; `kafka` is Amazon's where the settings say so."""
    from lambda_triage.pipeline.mappings.kinds import kind_of_settings

    told = kind_of_settings(settings) if asked.event_source == "kafka" else None
    return told or kind


def _validate(asked: Asked, work: Work) -> Answer:
    from lambda_triage.pipeline.mappings.settings import validate

    if not asked.configs:
        raise UsageError("validate needs configs: the settings by the API's names")
    near, kind = _around(asked, work)
    configs = _plain(asked.configs)
    found = validate(configs, _kind(asked, configs, kind), near)
    then = (
        "AWS takes these; generate_template writes them"
        if found.taken
        else "change what is refused, and validate again"
    )
    head = Head("validate", then, source=found.source, taken=found.taken)
    return Answer(head, tuple(_problem(one) for one in found.problems))


def _problem(one: Problem) -> Item:
    return Item(
        one.verdict, quoted(one.setting), quoted(one.why), proposed=one.write and quoted(one.write),
        source=one.source,
    )  # fmt: skip


def _generate(asked: Asked, work: Work) -> Answer:
    from lambda_triage.pipeline.mappings.declared import difference, snippet
    from lambda_triage.pipeline.mappings.settings import validate

    if not asked.optimized_configs:
        raise UsageError("generate_template needs optimized_configs: settings by the API's names")
    settings = _plain(asked.optimized_configs)
    near, kind = _around(asked, work)
    judged = validate(settings, _kind(asked, settings, kind), near)
    items = tuple(_problem(one) for one in judged.problems)
    if not judged.taken:
        told = "nothing is written of settings that AWS refuses; change these first"
        return Answer(Head("generate_template", told, source=judged.source, taken=False), items)
    if asked.template:
        made = difference(settings, _file(asked.template), asked.logical_id)
        made = replace(made, text=_marked(made.text))
    else:
        sam = "." in (asked.logical_id or "")
        id = (asked.logical_id or "").rpartition(".")[2] or None
        made = snippet(settings, judged.source, sam=sam, id=id)
    told = "nothing was written: put it in, then validate the template and deploy"
    head = Head(
        "generate_template", told, source=judged.source, taken=True, text=made.text, form=made.form
    )
    return Answer(head, items)


def _marked(text: str) -> str:
    """Lines of a template as data: as they are, but for marks and control characters."""
    plain = CONTROL.sub("", text).replace("untrusted>", "untrusted›")
    return f"{OPEN}\n{plain[:MOST_TEXT]}{CLOSE}"


def _file(path: str) -> Path:
    found = Path(path)
    if not is_plain_file(found):
        raise InputError(f"{path[:200]} is no file; give the template's path")
    return found


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """Settings as JSON has them, within bounds."""
    if len(msgspec.json.encode(given)) > 1 << 18:
        raise UsageError("these settings are larger than 256 kB; no mapping's are")
    return given


ESM_OPTIMIZE = Tool(
    name="esm_optimize",
    title="Optimise an event source mapping",
    description=(
        "Advice for real event source mappings from their settings, metrics, function and source,"
        " each with figures, trade-off and confidence (analyze); whether AWS takes settings"
        " (validate); their place in a template as a difference (generate_template)."
    ),
    takes=Asked,
    run=run,
    item=Item,
    effects=Effects(open_world=True),
)
