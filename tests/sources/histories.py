"""Generated histories of environments, with the truth about every invocation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

START = datetime(2026, 3, 1, 10, tzinfo=UTC)
OUTCOMES = ("ok", "error", "timeout", "oom", "crash", "init_failure")


@dataclass(frozen=True)
class Line:
    """One log event; `of` is the request id of the invocation it belongs to."""

    stream: str
    text: str
    of: str
    kind: str


@dataclass(frozen=True)
class Truth:
    """One invocation as it really went."""

    request_id: str
    stream: str
    outcome: str
    cold: bool
    lines: tuple[Line, ...]


def stream(number: int) -> str:
    return f"2026/03/01/[$LATEST]{number:032x}"


def invocation(number: int, environment: int, outcome: str, cold: bool) -> Truth:
    rid = str(UUID(int=0x6F1D2C3B << 96 | 0x4000 << 64 | 0x8000 << 48 | number))
    name = stream(environment)
    report = f"REPORT RequestId: {rid}\tDuration: {100 + number}.25 ms\tBilled Duration: {101 + number} ms\tMemory Size: 128 MB\t"
    used = 128 if outcome == "oom" else 40 + number % 60
    report += f"Max Memory Used: {used} MB\t" + ("Init Duration: 210.50 ms\t" if cold else "")
    texts: list[tuple[str, str]] = []
    if cold:
        texts.append(
            (
                "init",
                "INIT_START Runtime Version: python:3.13.v7\tRuntime Version ARN: arn:aws:lambda:eu-west-1::runtime:"
                + "a" * 64,
            )
        )
    if outcome == "init_failure":
        texts.append(
            (
                "init_error",
                "[ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'orders'\nTraceback (most recent call last):",
            )
        )
        texts.append(
            (
                "init_report",
                "INIT_REPORT Init Duration: 99.10 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError",
            )
        )
        report += "Status: error\tError Type: Runtime.ImportModuleError"
    texts.append(("start", f"START RequestId: {rid} Version: $LATEST"))
    texts.append(("app", f"[INFO]\t2026-03-01T10:00:00.000Z\t{rid}\thello {number}"))
    if outcome == "error":
        texts.append(
            (
                "error",
                '[ERROR] ValueError: bad\nTraceback (most recent call last):\n\u00a0\u00a0File "/var/task/app.py", line 3, in handler\n\u00a0\u00a0\u00a0\u00a0raise ValueError("bad")',
            )
        )
    if outcome == "timeout":
        texts.append(
            ("failure", f"2026-03-01T10:00:03.000Z {rid} Task timed out after 3.00 seconds")
        )
    if outcome == "oom":
        texts.append(
            (
                "failure",
                f"RequestId: {rid} Error: Runtime exited with error: signal: killed\nRuntime.ExitError",
            )
        )
    if outcome == "crash":
        texts.append(
            (
                "failure",
                f"RequestId: {rid} Error: Runtime exited with error: exit status 3\nRuntime.ExitError",
            )
        )
    texts.append(("end", f"END RequestId: {rid}"))
    texts.append(("report", report))
    lines = tuple(Line(name, text, rid, kind) for kind, text in texts)
    return Truth(rid, name, outcome, cold, lines)


@st.composite
def histories(draw: st.DrawFn) -> tuple[list[Truth], list[Line]]:
    """Truths, and an interleaving of their lines that keeps each stream's own order."""
    truths: list[Truth] = []
    streams: list[list[Line]] = []
    for environment in range(draw(st.integers(1, 3))):
        lines: list[Line] = []
        for position in range(draw(st.integers(1, 4))):
            outcome = draw(st.sampled_from(OUTCOMES))
            cold = position == 0 or outcome == "init_failure"
            truth = invocation(len(truths), environment, outcome, cold)
            truths.append(truth)
            lines.extend(truth.lines)
        streams.append(lines)
    merged: list[Line] = []
    while any(streams):
        chosen = draw(st.sampled_from([s for s in streams if s]))
        merged.append(chosen.pop(0))
    return truths, merged


def tail_form(lines: list[Line]) -> str:
    """The lines as `aws logs tail` prints them, a millisecond apart."""
    out = []
    for number, line in enumerate(lines):
        time = (START + timedelta(milliseconds=number)).strftime("%Y-%m-%dT%H:%M:%S.%f+00:00")
        out.append(f"{time} {line.stream} {line.text}\n")
    return "".join(out)
