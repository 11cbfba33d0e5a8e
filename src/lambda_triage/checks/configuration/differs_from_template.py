"""Deployed functions whose settings are not those of their template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.reserved import reservation
from lambda_triage.evidence.documents import StackResource, Template
from lambda_triage.evidence.naming import name
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

# Field of the configuration, property that sets it, unit.
FIELDS = (
    ("runtime", "Runtime", ""), ("handler", "Handler", ""), ("timeout_s", "Timeout", " s"),
    ("memory_mb", "MemorySize", " MB"), ("architecture", "Architectures", ""),
    ("ephemeral_mb", "EphemeralStorage", " MB"), ("snapstart", "SnapStart", ""),
    ("tracing", "TracingConfig", ""), ("log_format", "LoggingConfig", ""),
)  # fmt: skip
FUNCTION, RESERVED = "AWS::Lambda::Function", "ReservedConcurrentExecutions"
MOST = 4  # differences that a sentence takes
DRIFT = ("aws", "cloudformation", "detect-stack-drift", "--stack-name", "<stack>")
TOOLS = {"terraform": ("terraform", "plan")}
MADE = """
SELECT DISTINCT logical_id, physical_id FROM stack_events
WHERE type IN ('AWS::Lambda::Function', 'AWS::Serverless::Function') AND physical_id <> ''
ORDER BY logical_id, physical_id
"""


@check(
    id="configuration/differs-from-template",
    title="The function differs from its template",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("functions", "templates"),
)
def differs_from_template(scene: Scene) -> Iterator[Finding]:
    made = {str(row[0]): str(row[1]) for row in scene.case.execute(MADE)}
    listed = (r for r in scene.case.documents(StackResource) if r.type == FUNCTION)
    made |= {r.logical: r.physical for r in listed if r.logical and r.physical}
    deployed: dict[str, list[FunctionConfiguration]] = {}
    for function in scene.case.functions:
        if function.complete:
            deployed.setdefault(name(function.resource), []).append(function)
    for declared in scene.case.functions:
        if declared.complete or not declared.path.startswith("Resources."):
            continue
        id = declared.path.split(".")[1]
        found = deployed.get(name(declared.resource)) or deployed.get(name(made.get(id, "")))
        if found and len(found) == 1:
            argv = TOOLS.get(_language(scene, declared), DRIFT)
            yield from _compared(scene, declared, found[0], argv)


def _language(scene: Scene, declared: FunctionConfiguration) -> str:
    templates = scene.case.documents(Template)
    return next((t.language for t in templates if t.input == declared.input), "")


def _compared(
    scene: Scene,
    declared: FunctionConfiguration,
    now: FunctionConfiguration,
    argv: tuple[str, ...],
) -> Iterator[Finding]:
    told = [*_fields(declared, now), *_reserved(scene, declared, now), *_names(declared, now)]
    if not told:
        return
    more = f" and {len(told) - MOST} more" if len(told) > MOST else ""
    text = "; ".join(text for _, text in told[:MOST]) + more
    first = told[0][0]
    yield Finding(
        resource=now.resource,
        summary=f"What runs is not what the template says: {text}",
        citations=(
            Citation(place=Place(now.input, path=f"{now.path}{first}"), text=told[0][1]),
            Citation(place=Place(declared.input, path=f"{declared.path}{first}"), text=first),
        ),
        remedies=(
            Command(
                argv,
                "See all that differs; then bring the change into the template, or deploy it again",
                "the next deployment takes back what was changed by hand",
            ),
        ),
    )


def _fields(
    declared: FunctionConfiguration, now: FunctionConfiguration
) -> Iterator[tuple[str, str]]:
    for field, property, unit in FIELDS:
        wanted, found = getattr(declared, field), getattr(now, field)
        if wanted is None or found is None or wanted == found or "${" in str(wanted):
            continue
        yield property, f"{property} is {found}{unit}, declared {wanted}{unit}"


def _reserved(
    scene: Scene, declared: FunctionConfiguration, now: FunctionConfiguration
) -> Iterator[tuple[str, str]]:
    """A limit that was taken off by hand is the commonest way to stop throttles for a day."""
    told, wanted = reservation(scene.case, now.resource), declared.reserved_concurrency
    if told is None or wanted is None or told.limit == wanted:
        return
    limit = "not set" if told.limit is None else str(told.limit)
    yield RESERVED, f"{RESERVED} is {limit}, declared {wanted}"


def _names(
    declared: FunctionConfiguration, now: FunctionConfiguration
) -> Iterator[tuple[str, str]]:
    wanted, found = set(declared.environment or ()), set(now.environment or ())
    if now.environment is None or any("::" in n or "${" in n for n in wanted):
        return
    for names, words in ((found - wanted, "is set beside it"), (wanted - found, "is not set")):
        if names:
            yield "Environment", f"{', '.join(sorted(names)[:MOST])} {words}"
