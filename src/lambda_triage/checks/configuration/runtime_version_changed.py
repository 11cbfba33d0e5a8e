"""Failures that begin when Lambda starts the function on a newer version of its runtime."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.signature import message
from lambda_triage.findings import Citation, Command, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.signature import Signal

ID = "configuration/runtime-version-changed"
SOON_US = 86_400_000_000  # 24 h from the first start on it to the first failure; row RUN-024
FEWEST = 20  # successes before the first failure
SHARE = 0.1  # of the invocations since then that fail
COINCIDENCE = 0.7  # log-odds: a candidate, never a verdict by itself
SYMPTOMS = ("crash", "error", "init_failure", "oom", "timeout")
VERSION = r"(?P<version>[\w.:-]{1,80})"
ARN = r"(?P<arn>arn:aws[\w-]*:lambda:[\w-]{0,40}::runtime:[0-9a-f]{16,64})"

# A deployment makes new environments, and those get the newest runtime, too.
ONSET = """
SELECT onset_us, ok_before, ended_since, failed,
       (SELECT count(*) FROM changes AS c
         WHERE c.resource = $resource AND c.kind <> 'runtime'
           AND c.time_us BETWEEN onset_us - $soon AND onset_us)
     + (SELECT count(*) FROM versions AS v
         WHERE v.resource = $resource AND v.first_us BETWEEN onset_us - $soon AND onset_us
           AND v.first_us > (SELECT min(first_us) FROM versions WHERE resource = $resource))
       AS releases
FROM onsets
WHERE resource = $resource
"""


@dataclass(frozen=True, slots=True)
class _Onset:
    onset_us: int
    ok_before: int
    ended_since: int
    failed: int
    releases: int


@check(
    id=ID,
    title="Failures begin with a new version of the runtime",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("log_events", "invocations"),
    cause="platform_bug",
    signatures=(
        message(
            f"{ID}.line",
            "INIT_START Runtime Version: ",
            "RESTORE_START Runtime Version: ",
            pattern=rf"_START Runtime Version: {VERSION}\s+Runtime Version ARN: {ARN}",
            source="Lambda platform line (Lambda guide, runtime version changes, 2026)",
        ),
        message(
            f"{ID}.event",
            '"runtimeVersionArn"',
            pattern=rf'"runtimeVersion"\s*:\s*"{VERSION}"\s*,\s*"runtimeVersionArn"\s*:\s*"{ARN}"',
            source="platform.initStart and platform.restoreStart (Telemetry API reference, 2026)",
        ),
    ),
)
def runtime_version_changed(scene: Scene) -> Iterator[Finding]:
    for resource, (old, new) in sorted(_latest(scene).items()):
        rows = scene.case.rows(ONSET, _Onset, resource=resource, soon=SOON_US)
        onset = next(rows, None)
        if onset is None or new.first_us is None or not _fits(onset, new.first_us):
            continue
        before, after = old.captures["version"], new.captures["version"]
        yield Finding(
            resource=resource,
            summary=f"Failures begin {_after(onset.onset_us - new.first_us)} the first start on"
            f" runtime {after}: {onset.failed} of {onset.ended_since} invocations since then,"
            f" none of {onset.ok_before} on {before}",
            citations=tuple(Citation(event=s.examples[0]) for s in (old, new) if s.examples),
            cause="platform_bug",
            weight=COINCIDENCE,
            explains=SYMPTOMS,
            onset_us=onset.onset_us,
            remedies=(_fix(resource, old.captures["arn"]),),
        )


def _latest(scene: Scene) -> dict[str, list[Signal]]:
    """Per function, the newest runtime version that was started, after the one before it."""
    seen: dict[str, list[Signal]] = {}
    found = (s for s in scene.signals(f"{ID}.line", f"{ID}.event") if s.captures.get("version"))
    for signal in sorted(found, key=lambda s: s.first_us or 0):
        versions = seen.setdefault(signal.resource, [])
        if signal.captures["version"] not in (s.captures["version"] for s in versions):
            versions.append(signal)
    return {resource: v[-2:] for resource, v in seen.items() if len(v) > 1}


def _fits(onset: _Onset, first_us: int) -> bool:
    return (
        first_us <= onset.onset_us <= first_us + SOON_US
        and onset.ok_before >= FEWEST
        and onset.failed >= SHARE * onset.ended_since
        and onset.releases == 0
    )


def _after(us: int) -> str:
    minutes = us // 60_000_000
    if minutes < 1:
        return "within a minute of"
    return f"{minutes} minutes after" if minutes < 120 else f"{minutes // 60} hours after"


def _fix(resource: str, arn: str) -> Command:
    name = ("--function-name", resource.removeprefix("?:"))
    mode = ("--update-runtime-on", "Manual", "--runtime-version-arn", arn)
    return Command(
        ("aws", "lambda", "put-runtime-management-config", *name, *mode),
        "go back to the runtime version before, and report the difference to AWS",
        "a pinned runtime gets no patches: set it back to Auto when the fault is found",
    )
