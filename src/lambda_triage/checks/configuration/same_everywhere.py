"""Functions of one project that all have the same memory and time-out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

FEWEST = 5  # functions that can hardly all need the same; our choice
DEFAULTS = (128, 3)  # MB and s, of which other checks tell (Lambda API reference, 2026)


@check(
    id="configuration/same-everywhere",
    title="All functions have the same memory and time-out",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("functions",),
)
def same_everywhere(scene: Scene) -> Iterator[Finding]:
    by_input: dict[int, list[FunctionConfiguration]] = defaultdict(list)
    for function in scene.case.functions:
        by_input[function.input].append(function)
    for functions in by_input.values():
        sizes = {(f.memory_mb, f.timeout_s) for f in functions}
        memory, timeout = sizes.pop()
        known = memory is not None and timeout is not None and (memory, timeout) != DEFAULTS
        if sizes or len(functions) < FEWEST or not known:
            continue
        first = functions[0]
        text = f"{len(functions)} functions have {memory} MB and {timeout} s"
        yield Finding(
            resource=first.resource,
            summary=f"One size was set for all: {text}",
            citations=(
                Citation(place=Place(first.input, path=f"{first.path}MemorySize"), text=text),
            ),
            remedies=(
                Manual(
                    "Set both by what each function's log shows: memory by Max Memory Used and by"
                    " trying, the time-out by about three times its p99",
                    "what each of them needs stands in its own log",
                ),
            ),
        )
