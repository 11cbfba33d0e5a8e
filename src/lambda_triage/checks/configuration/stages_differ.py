"""Functions of one name in several stages or Regions that are set up differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.stages import STAGE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Memory, time-out and concurrency differ on purpose; these rarely do.
FIELDS = (("runtime", "Runtime"), ("handler", "Handler"), ("architecture", "Architectures"),
          ("package_type", "PackageType"))  # fmt: skip
MOST = 4  # names that a sentence takes


@check(
    id="configuration/stages-differ",
    title="Stages of one function are set up differently",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def stages_differ(scene: Scene) -> Iterator[Finding]:
    groups: dict[str, list[FunctionConfiguration]] = {}
    for function in scene.case.functions:
        if function.complete and function.name:
            groups.setdefault(STAGE.sub("*", function.name), []).append(function)
    for base, found in sorted(groups.items()):
        unlike = {f.resource: f for f in found}
        if len(unlike) > 1:
            yield from _compared(base, sorted(unlike.values(), key=lambda f: f.resource))


def _compared(base: str, functions: list[FunctionConfiguration]) -> Iterator[Finding]:
    told = [*_fields(functions), *_names(functions)]
    if told:
        first, text = functions[0], "; ".join(text for _, text in told)
        yield Finding(
            resource=first.resource,
            summary=f"{len(functions)} stages or Regions of {base} are not alike: {text}",
            key=base,
            citations=tuple(
                Citation(place=Place(f.input, path=f"{f.path}{told[0][0]}"), text=f.resource)
                for f in functions[:5]
            ),
            remedies=(
                Manual(
                    "Bring the change to the stage that lacks it, or declare the difference",
                    "which of them is right only the owner knows",
                ),
            ),
        )


def _labels(functions: list[FunctionConfiguration]) -> list[str]:
    """What tells each from the others: its stage, and its Region where there are several."""
    arns = [f.resource.split(":") for f in functions]
    regions = [parts[3] if len(parts) > 3 else "" for parts in arns]
    stages = [found[0] if (found := STAGE.search(f.name or "")) else "" for f in functions]
    several = len(set(regions)) > 1
    both = zip(stages, regions if several else [""] * len(functions), functions, strict=True)
    return [" ".join(filter(None, (s, r))) or f.resource for s, r, f in both]


def _fields(functions: list[FunctionConfiguration]) -> Iterator[tuple[str, str]]:
    for field, property in FIELDS:
        values = [getattr(f, field) for f in functions]
        if len({v for v in values if v is not None}) > 1:
            both = zip(values, _labels(functions), strict=True)
            told = ", ".join(f"{value} in {label}" for value, label in both)
            yield property, f"{property} is {told}"


def _names(functions: list[FunctionConfiguration]) -> Iterator[tuple[str, str]]:
    """Environment variables that some of them have and others lack."""
    sets = [set(f.environment or ()) for f in functions]
    everywhere = set.union(*sets)
    for function, label, names in zip(functions, _labels(functions), sets, strict=True):
        lacking = sorted(everywhere - names)
        if lacking and function.environment is not None:
            more = f" and {len(lacking) - MOST} more" if len(lacking) > MOST else ""
            yield "Environment", f"{', '.join(lacking[:MOST])}{more} not set in {label}"
