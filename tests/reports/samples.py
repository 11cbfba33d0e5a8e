"""Three reports built by hand, with log text as hostile as input can be."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Literal

import msgspec

from lambda_triage.reports.contract import (
    SCHEMA,
    Cause,
    Evidence,
    Finding,
    Gap,
    Incident,
    Remedy,
    Report,
    Series,
    Stats,
    Unknown,
    Window,
)

Chart = Literal["outcomes", "latency_ms", "memory_mb", "cold_starts"]

Make = Callable[[], Report]

EXPORT = "arn:aws:lambda:eu-west-1:123456789012:function:orders-export"
IMAGES = "arn:aws:lambda:eu-west-1:123456789012:function:thumbnail-images"
REQUEST = "3f1c9a52-7d0e-4f0b-9a55-0d6f1be0a7c1"
START = datetime(2026, 11, 3, 0, 0, tzinfo=UTC)
POINTS = 300
STEP = timedelta(minutes=1)
BREAK = 134  # index of the first failing minute

ESCAPES = "\x1b[2J\x1b[31mred\x1b[0m \x1b]0;title\x07 bell \x9b31m \x00 back\x08space"
SCRIPT = "<script>alert('x')</script><img src=https://evil.example/x onerror=alert(1)>"
TICKS = "``` then ```````` and `one` | pipe | *bold* [link](https://evil.example) @everyone"
TURNED = "safe \u202egnp.exe\u202c \u2066isolate\u2069 zero\u200bwidth \ufeff bom \ud800 half"
LONG = "payload=" + "A1b2 " * 2_000
PILED = "z" + "\u0301" * 500 + " 漢字幅の広い文字 " * 20


def at(minutes: float) -> str:
    """A time of the samples, RFC 3339."""
    return (START + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")


def _outcomes() -> Series:
    dice = Random(1)
    late = [n >= BREAK for n in range(POINTS)]
    failing = [dice.choice((1, 2, 2, 3, 4)) if slow else 0 for slow in late]
    errors = [int(dice.random() < 0.025) for _ in late]
    fine = [max(0, _daily(n, dice) - fail) for n, fail in enumerate(failing)]
    return _series("outcomes", {"ok": fine, "error": errors, "timeout": failing})


def _daily(n: int, dice: Random) -> int:
    return round(9 + 4 * math.sin(n / 55) + dice.uniform(-2, 2))


def _latency() -> Series:
    dice = Random(2)
    slow = [n >= BREAK for n in range(POINTS)]
    p50 = [round(dice.gauss(1150 if late else 420, 40)) for late in slow]
    p90 = [round(dice.gauss(2400 if late else 980, 110)) for late in slow]
    p99: list[float | None] = [3000 if late else round(dice.gauss(1600, 220)) for late in slow]
    p99[40:46] = [None] * 6
    return _series("latency_ms", {"p50": p50, "p90": p90, "p99": p99})


def _series(chart: Chart, values: Mapping[str, Sequence[float | None]]) -> Series:
    return Series(
        resource=EXPORT,
        chart=chart,
        time=tuple(at(n) for n in range(POINTS)),
        values={name: tuple(column) for name, column in values.items()},
    )


def _all_series() -> tuple[Series, ...]:
    dice = Random(3)
    used = [round(dice.gauss(195 + n / 6, 9)) for n in range(POINTS)]
    cold = [9 if n == BREAK else int(dice.random() < 0.06) * 2 for n in range(POINTS)]
    memory = _series("memory_mb", {"used": used, "limit": [512.0] * POINTS})
    return (
        _outcomes(),
        _latency(),
        memory,
        _series("cold_starts", {"cold": cold, "warm": [20] * POINTS}),
    )


def _timeouts() -> dict[str, Evidence]:
    said = (
        f"{at(BREAK)[:23]}Z {REQUEST} Task timed out after 3.00 seconds",
        f"REPORT RequestId: {REQUEST}\tDuration: 3000.00 ms\tBilled Duration: 3000 ms\tMemory Size: 512 MB\tMax Memory Used: 231 MB\tStatus: timeout",
        f"{ESCAPES} waiting for the order service",
        f"{SCRIPT} {TICKS}",
        TURNED,
        LONG,
        f'[ERROR] TimeoutError: read\nTraceback (most recent call last):\r\n\xa0\xa0File "app.py"\n{PILED}',
    )
    return {
        f"e{n}": Evidence("orders-export.log", text, line=1203 + 17 * n, time=at(BREAK + n))
        for n, text in enumerate(said, 1)
    }


def _cause_evidence() -> dict[str, Evidence]:
    return _timeouts() | {
        "config": Evidence("orders-export.json", "3", path="Configuration.Timeout"),
        "quick": Evidence(
            "orders-export.log",
            f"REPORT RequestId: {REQUEST}\tDuration: 412.90 ms\tBilled Duration: 413 ms",
            line=4410,
            time=at(BREAK + 40),
        ),
        "denied": Evidence(
            "thumbnail-images.log",
            "AccessDenied: User: arn:aws:sts::123456789012:assumed-role/images/thumbnail-images is "
            "not authorized to perform: s3:PutObject",
            line=88,
            time=at(61),
        ),
    }


DEFAULT_TIMEOUT = Cause(
    cause="timeout_default_3s",
    title="The time-out was left at the default of 3 s",
    confidence=0.934,
    resource=EXPORT,
    summary="orders-export is stopped at 3 s while its work takes about 9.2 s at the slow end",
    explains=("f-timeout",),
    for_=("e1", "e2", "config", "e3", "e4", "e5", "e6", "e7"),
    against=("quick", "f-fast"),
    remedies=(
        Remedy(
            kind="set_property",
            summary="Raise the time-out to 30 s.",
            data={"property": "Timeout", "value": 30},
            risk="A call that hangs is billed for up to 30 s.",
        ),
        Remedy(
            kind="command",
            summary="Or at once, from a shell:",
            data={
                "argv": [
                    "aws", "lambda", "update-function-configuration", "--function-name", EXPORT,
                    "--timeout", "30", "--description", "raised after incident 'orders'",
                ]
            },
        ),
    ),
    would_confirm=("One invocation with a time-out of 30 s that ends well.",),
)  # fmt: skip

DENIED = Cause(
    cause="iam_denied",
    title="The role may not write the thumbnails",
    confidence=0.78,
    resource=IMAGES,
    summary="thumbnail-images has no permission for s3:PutObject, and fails in 12 invocations",
    explains=("f-denied",),
    for_=("denied",),
    against=(),
    remedies=(
        Remedy(
            kind="iam_statement",
            summary="Allow the action in the role's policy.",
            data={
                "policy": "identity",
                "effect": "Allow",
                "actions": ["s3:PutObject"],
                "resource": "arn:aws:s3:::thumbs/*",
                "principal": "images",
            },
        ),
    ),
)

SLOW_SERVICE = Cause(
    cause="timeout_downstream",
    title="A called service answers slowly",
    confidence=0.31,
    resource=EXPORT,
    summary="The order service may have become slow at 02:14, but no client time-out was logged",
    explains=("f-timeout",),
    for_=("e3",),
    against=("quick",),
    remedies=(
        Remedy(
            kind="code", summary="Set client time-outs.", reason="only its owner knows the call"
        ),
    ),
)


def _findings() -> tuple[Finding, ...]:
    return (
        Finding(
            "f-timeout", "timeouts/at-limit", "symptom", "critical", EXPORT,
            "412 invocations end at the limit of 3 s", ("e1", "e2"), "412 requests got no answer",
        ),
        Finding(
            "f-fast", "timeouts/some-fast", "context", "low", EXPORT,
            "8 invocations after the onset end within 0.5 s", ("quick",), None,
        ),
        Finding(
            "f-denied", "iam/access-denied", "signature", "high", IMAGES,
            f"s3:PutObject was denied 12 times {SCRIPT}", ("denied",), "12 thumbnails are missing",
        ),
        Finding(
            "f-runtime", "runtimes/deprecated", "risk", "medium", IMAGES,
            "python3.9 gets no more security updates", (), None,
        ),
    )  # fmt: skip


def cause_found() -> Report:
    """Two causes found, a third considered, 300 points per chart, hostile log text."""
    return Report(
        schema=SCHEMA,
        tool_version="0.1.0",
        window=Window(at(0), at(POINTS), assumed_utc=True),
        verdict="cause_found",
        causes=(DEFAULT_TIMEOUT, DENIED, SLOW_SERVICE),
        incidents=(
            Incident(
                EXPORT, "timeout", at(BREAK), "cause_found",
                ("timeout_default_3s", "timeout_downstream"), 412,
            ),
            Incident(IMAGES, "error", at(61), "cause_found", ("iam_denied",), 12),
        ),
        findings=_findings(),
        evidence=_cause_evidence(),
        unknown=(Unknown("network/no-route", "VPC configuration of orders-export is not known"),),
        gaps=(Gap("X-Ray traces", "they would show which call is slow", "aws xray get-trace-summaries"),),
        errors=(),
        series=_all_series(),
        stats=Stats(
            inputs=2,
            bytes=1_842_113,
            events=14_210,
            lines_by_kind={"start": 3204, "end": 3201, "report": 3201, "application": 4591, "unmatched": 13},
            invocations=3_204,
            invocations_by_status={"ok": 2_780, "timeout": 412, "error": 12},
            unreadable=(),
        ),
    )  # fmt: skip


def healthy() -> Report:
    """Every invocation ended well; one risk."""
    return Report(
        schema=SCHEMA,
        tool_version="0.1.0",
        window=Window(at(0), at(POINTS), assumed_utc=False),
        verdict="healthy",
        causes=(),
        incidents=(),
        findings=_findings()[3:],
        evidence={},
        unknown=(),
        gaps=(),
        errors=(),
        series=(_series("outcomes", {"ok": [_daily(n, Random(n)) for n in range(POINTS)]}),),
        stats=Stats(1, 612_004, 6_120, {"start": 1204, "report": 1204}, 1_204, {"ok": 1_204}, ()),
    )


def inconclusive() -> Report:
    """Two weak candidates, seven gaps, an unreadable input, a crashed check, hostile names."""
    gaps = tuple(
        Gap(
            f"Log events of resource {n}",
            f"without them {TURNED[:20]} stays open {SCRIPT}",
            _tail(n),
        )
        for n in range(1, 8)
    )
    return Report(
        schema=SCHEMA,
        tool_version="0.1.0",
        window=Window(None, None, assumed_utc=False),
        verdict="inconclusive",
        causes=(replaced(DENIED, confidence=0.48), replaced(SLOW_SERVICE, confidence=0.22)),
        incidents=(Incident("?:orders-export", "error", None, "inconclusive", (), 7),),
        findings=_findings()[:1],
        evidence=_cause_evidence(),
        unknown=(Unknown("iam/boundary", f"no policy was given {ESCAPES}"),),
        gaps=gaps,
        errors=(),
        series=(),
        stats=Stats(
            3, 999, 40, {"unmatched": 9}, 7, {"error": 6, "unknown": 1}, (f"bad{ESCAPES}.gz",)
        ),
    )


def replaced(cause: Cause, **changes: str | float) -> Cause:
    """The cause with some fields changed."""
    return msgspec.structs.replace(cause, **changes)


def with_causes(causes: tuple[Cause, ...]) -> Report:
    """The first sample with these causes instead."""
    return msgspec.structs.replace(cause_found(), causes=causes)


def with_evidence(evidence: dict[str, Evidence]) -> Report:
    """The first sample with this evidence instead, cited by its only cause."""
    cause = msgspec.structs.replace(DEFAULT_TIMEOUT, for_=("e1", "e2"), against=(), explains=())
    return msgspec.structs.replace(with_causes((cause,)), evidence=evidence)


def _tail(n: int) -> str:
    group = f"/aws/lambda/orders-export-{n}"
    return (
        f"aws logs filter-log-events --log-group-name {group} --filter-pattern '\"Task timed out\"'"
    )


ALL: dict[str, Make] = {
    "cause_found": cause_found,
    "healthy": healthy,
    "inconclusive": inconclusive,
}
