"""Failures that begin when Lambda starts the function on a newer version of its runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.findings import Remedy

SOON_US = 86_400_000_000  # 24 h from the first start on it to the first failure; our choice
FEWEST = 20  # successes before the first failure
SHARE = 0.1  # of the invocations since then that fail
COINCIDENCE = 0.7  # log-odds: a candidate, never a verdict by itself
SYMPTOMS = ("crash", "error", "init_failure", "oom", "timeout")

# The newest version and the one before it, where the first failure follows soon and no release of
# the function lies between: a deployment makes new environments, which get the newest runtime, too.
CHANGED = """
WITH ranked AS (
    SELECT *, lag(version) OVER before AS old, lag(arn) OVER before AS old_arn,
           lead(version) OVER before AS newer
    FROM runtimes
    WHERE first_us IS NOT NULL
    WINDOW before AS (PARTITION BY resource ORDER BY first_us, version)
)
SELECT r.resource, r.version AS new, r.old, r.old_arn, r.first_us, r.input, r.line,
       o.onset_us, o.ok_before, o.ended_since, o.failed
FROM ranked AS r
JOIN onsets AS o ON o.resource = r.resource
WHERE r.old IS NOT NULL AND r.newer IS NULL
  AND o.onset_us BETWEEN r.first_us AND r.first_us + $soon
  AND o.ok_before >= $fewest AND o.failed >= $share * o.ended_since
  AND NOT EXISTS (
      SELECT 1 FROM changes AS c
      WHERE c.resource = r.resource AND c.time_us BETWEEN o.onset_us - $soon AND o.onset_us)
  AND NOT EXISTS (
      SELECT 1 FROM versions AS v
      WHERE v.resource = r.resource AND v.first_us BETWEEN o.onset_us - $soon AND o.onset_us
        AND v.first_us > (SELECT min(first_us) FROM versions WHERE resource = r.resource))
ORDER BY r.resource
"""


class _Changed(Struct, frozen=True):
    resource: str
    new: str
    old: str
    old_arn: str | None
    first_us: int
    input: int
    line: int
    onset_us: int
    ok_before: int
    ended_since: int
    failed: int


@check(
    id="configuration/runtime-version-changed",
    title="Failures begin with a new version of the runtime",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("runtimes", "invocations"),
    cause="platform_bug",
)
def runtime_version_changed(scene: Scene) -> Iterator[Finding]:
    limits = {"soon": SOON_US, "fewest": FEWEST}
    for row in scene.case.rows(CHANGED, _Changed, share=SHARE, **limits):
        yield Finding(
            resource=row.resource,
            summary=f"Failures begin {_after(row.onset_us - row.first_us)} the first start on"
            f" runtime {row.new}: {row.failed} of {row.ended_since} invocations since then,"
            f" none of {row.ok_before} on {row.old}",
            citations=(
                Citation(
                    place=Place(row.input, line=row.line),
                    text=f"INIT_START Runtime Version: {row.new}",
                    time_us=row.first_us,
                ),
            ),
            cause="platform_bug",
            weight=COINCIDENCE,
            explains=SYMPTOMS,
            onset_us=row.onset_us,
            remedies=_fix(row),
        )


def _after(us: int) -> str:
    minutes = us // 60_000_000
    if minutes < 1:
        return "within a minute of"
    return f"{minutes} minutes after" if minutes < 120 else f"{minutes // 60} hours after"


def _fix(row: _Changed) -> tuple[Remedy, ...]:
    if row.old_arn is None:
        return ()
    name = ("--function-name", row.resource.removeprefix("?:"))
    mode = ("--update-runtime-on", "Manual", "--runtime-version-arn", row.old_arn)
    return (
        Command(
            ("aws", "lambda", "put-runtime-management-config", *name, *mode),
            "go back to the runtime version before, and report the difference to AWS",
            "a pinned runtime gets no patches: set it back to Auto when the fault is found",
        ),
    )
