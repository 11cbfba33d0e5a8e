"""Write the two illustrative scenarios: made-up, with the mechanics of real failures.

    .venv/bin/python tools/scenarios.py [FOLDER]

Same bytes on every machine: one seed each. They illustrate; they never count as accuracy.
"""

from __future__ import annotations

import hashlib
import random
import sys
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from aws_shapes import filter_log_events, function_configuration, metric_data, write

from lambda_triage.runtime import Function, LogEvent, lines

SCENARIOS = Path(__file__).parent.parent / "src" / "lambda_triage" / "demo" / "scenarios"
DAY = datetime(2026, 9, 22, tzinfo=UTC)
NOWHERE = Path("/var/task")


@dataclass
class Stream:
    """Writes the log of one environment; times are milliseconds since the epoch."""

    function: Function
    rng: random.Random
    events: list[LogEvent] = field(default_factory=list)
    cold: bool = True
    dead: bool = False  # after a time-out Lambda starts a new runtime
    name: str = ""

    def begin(self, at_ms: int) -> str:
        """Start an invocation, cold the first time; return its request id."""
        if self.cold:
            day = datetime.fromtimestamp(at_ms / 1000, UTC)
            self.name = f"{day:%Y/%m/%d}/[$LATEST]{self.rng.randbytes(16).hex()}"
            self.say(at_ms - 640, lines.init_start(self.function.runtime))
        request = str(uuid.UUID(bytes=self.rng.randbytes(16), version=4))
        self.say(at_ms, lines.start(request))
        return request

    def log(self, at_ms: int, level: str, request: str, text: str) -> None:
        self.say(at_ms, f"[{level}]\t{_iso(at_ms)}\t{request}\t{text}\n")

    def finish(self, at_ms: int, began_ms: int, request: str, memory_mb: int, tail: str) -> None:
        duration = (at_ms - began_ms) * 1000 + self.rng.randrange(1000) * (not tail)
        report = lines.report(
            request,
            duration,
            memory_mb=self.function.memory_mb,
            max_memory_mb=memory_mb,
            init_us=612_000 + self.rng.randrange(50_000) if self.cold else None,
            status=tail,
        )
        self.say(at_ms, lines.end(request))
        self.say(at_ms, report)
        self.cold, self.dead = False, bool(tail)

    def say(self, at_ms: int, message: str) -> None:
        self.events.append(LogEvent(at_ms * 1000, self.name, message))


def memory_leak(root: Path) -> None:
    """Each request of a video encoder leaves its HTTP session behind until the kernel kills it."""
    function = Function(
        "video-encoder", "encoder.handler", NOWHERE, 1024, 300.0, {"BUCKET": "media-renditions"}
    )
    rng = random.Random(20260922)
    log: list[LogEvent] = []
    for environment in range(3):
        at = _ms(DAY + timedelta(hours=6, minutes=23 * environment + 5))
        while (died := _encoder_life(function, rng, at, log)) < _ms(DAY + timedelta(hours=11)):
            at = died + rng.randrange(40_000, 160_000)
    folder = root / "memory-leak"
    write(folder / "logs.json", filter_log_events(log))
    write(folder / "function.json", _configuration(function, "Encodes uploaded videos", 19))


def _encoder_life(function: Function, rng: random.Random, at: int, log: list[LogEvent]) -> int:
    """One environment, from its cold start to its kill."""
    stream = Stream(function, rng)
    memory, sessions = 196.0 + rng.random() * 14, 0
    while True:
        began, request = at, stream.begin(at)
        video = f"uploads/{rng.randrange(10_000, 99_999)}.mp4"
        stream.log(began + 2, "INFO", request, f"encoding {video} as 720p, new upload session")
        memory += 26 + rng.random() * 12
        sessions += 1
        at = began + rng.randrange(38_000, 71_000)
        if sessions % 5 == 0:
            warning = (
                "Connection pool is full, discarding connection: "
                "media-renditions.s3.eu-west-1.amazonaws.com. Connection pool size: 10"
            )
            stream.log(at - 900, "WARNING", request, warning)
        if memory > function.memory_mb:
            reason = lines.exit_reason(-9)
            stream.say(at, lines.fault(request, reason, "Runtime.ExitError"))
            tail = lines.failed("Runtime.OutOfMemory")
            stream.finish(at, began, request, function.memory_mb, tail)
            log += stream.events
            return at
        stream.log(at - 3, "INFO", request, f"stored {video}, open sessions: {sessions}")
        stream.finish(at, began, request, round(memory), "")
        at += rng.randrange(240_000, 540_000)


def payment_timeouts(root: Path) -> None:
    """Peak traffic, sessions never closed, a database out of connections; the NAT is idle."""
    function = Function(
        "payments",
        "payments.api.handler",
        NOWHERE,
        512,
        30.0,
        {"DATABASE_HOST": DATABASE, "DATABASE_POOL_TIMEOUT": "10"},
    )
    rng = random.Random(20260929)
    log: list[LogEvent] = []
    for number in range(ENVIRONMENTS):
        log += _payment_environment(function, rng, number)
    folder = root / "payment-timeouts"
    vpc = {
        "SubnetIds": ["subnet-0a41c8d2f7b35e961", "subnet-0c93d7e1a2f84b650"],
        "SecurityGroupIds": ["sg-0f2b6a9d4c81e7350"],
        "VpcId": "vpc-0d5e8b1c7a3f92460",
        "Ipv6AllowedForDualStack": False,
    }
    write(folder / "logs.json", filter_log_events(log))
    write(folder / "function.json", _configuration(function, "Takes payments", 12, vpc))
    write(folder / "metrics.json", metric_data(_payment_metrics(rng)))


ENVIRONMENTS = 52  # those whose log is shown; the metrics tell of all of them
PEAK = DAY + timedelta(hours=19)  # traffic rises over the twenty minutes before
POOL = 15  # connections one environment may hold: pool of 5, overflow of 10
DATABASE = "payments-db.cluster-c7k2m4x9q1wz.eu-west-1.rds.amazonaws.com"
QUEUE_POOL = (
    "QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 10.00 "
    "(Background on this error at: https://sqlalche.me/e/20/3o7r)"
)
NO_SLOTS = (
    f'(psycopg2.OperationalError) connection to server at "{DATABASE}" (10.20.41.17), '
    "port 5432 failed: FATAL:  remaining connection slots are reserved for "
    "non-replication superuser connections\n"
)


def _payment_environment(function: Function, rng: random.Random, number: int) -> list[LogEvent]:
    """An early environment serves, then waits for its own pool; a late one gets no connection."""
    stream = Stream(function, rng)
    early = number < 8
    at = _ms(PEAK) + (-rng.randrange(1_200_000, 1_500_000) if early else 0)
    at += 0 if early else round((number - 8) * 7_000 + rng.random() * 8_000)
    held = 0
    for _ in range(10 if early else rng.randrange(2, 5)):
        if early and held >= POOL:
            at = max(at, _ms(PEAK) + rng.randrange(5_000, 90_000))
        began, request = at, stream.begin(at)
        order = f"P-{rng.randrange(100_000, 999_999)}"
        stream.log(began + 4, "INFO", request, f"authorising {order}")
        if held >= POOL:
            at = _wait_for_pool(stream, began, request)
        elif not early:
            at = _refused(stream, began, request)
        else:
            held = min(POOL, held + 2)  # one session for the order, one for the ledger
            at = began + rng.randrange(180, 620)
            stream.log(at - 2, "INFO", request, f"authorised {order}, sessions open: {held}")
            stream.finish(at, began, request, 118 + held, "")
        at += rng.randrange(80_000, 140_000) if early else rng.randrange(900, 6_000)
        if stream.dead:
            break
    return stream.events


def _wait_for_pool(stream: Stream, began: int, request: str) -> int:
    """Two attempts of ten seconds each, and the time-out in the third."""
    for attempt in (1, 2):
        text = f"no database session, attempt {attempt} of 3: {QUEUE_POOL}"
        stream.log(began + 10_000 * attempt + 6, "WARNING", request, text)
    end = began + 30_000
    stream.say(end, lines.timed_out(request, end * 1000, 30_000_000))
    stream.finish(end, began, request, 134, lines.failed(None))
    return end


def _refused(stream: Stream, began: int, request: str) -> int:
    """The server refuses at once; retries with back-off end in the error or in the time-out."""
    times_out = stream.rng.random() < 0.55
    stream.log(began + 31, "WARNING", request, f"database connection failed, retrying: {NO_SLOTS}")
    if times_out:
        end = began + 30_000
        stream.say(end, lines.timed_out(request, end * 1000, 30_000_000))
        stream.finish(end, began, request, 121, lines.failed(None))
        return end
    end = began + stream.rng.randrange(7_000, 16_000)
    trace = (
        f"[ERROR] OperationalError: {NO_SLOTS}"
        "(Background on this error at: https://sqlalche.me/e/20/e3q8)\n"
        "Traceback (most recent call last):\n"
        '\xa0\xa0File "/var/task/payments/api.py", line 41, in handler\n'
        "\xa0\xa0\xa0\xa0session = Session(engine)\n"
    )
    stream.say(end - 2, trace)
    stream.finish(end, began, request, 121, "")
    return end


def _payment_metrics(rng: random.Random) -> list[tuple[str, list[tuple[datetime, float]]]]:
    """One point a minute. The database is full; the NAT gateway neither drops nor runs dry."""
    minutes = [PEAK + timedelta(minutes=m) for m in range(-30, 11)]
    load = [min(1.0, max(0.0, (m + 20) / 22)) for m in range(-30, 11)]

    def series(value: list[float]) -> list[tuple[datetime, float]]:
        return list(zip(minutes, value, strict=True))

    nat = "nat-0b7d1f4e9a2c63805"
    return [
        (
            "payments ConcurrentExecutions Maximum",
            series([round(9 + 87 * x + rng.randrange(3)) for x in load]),
        ),
        (
            "payments-db DatabaseConnections Maximum",
            series([min(197, round(62 + 150 * x + rng.randrange(4))) for x in load]),
        ),
        (f"{nat} ErrorPortAllocation Sum", series([0 for _ in load])),
        (f"{nat} PacketsDropCount Sum", series([0 for _ in load])),
        (
            f"{nat} BytesOutToDestination Sum",
            series([round(1_400_000 + 5_200_000 * x + rng.randrange(90_000)) for x in load]),
        ),
    ]


def _configuration(
    function: Function, description: str, age_days: int, vpc: dict[str, object] | None = None
) -> dict[str, object]:
    code = hashlib.sha256(function.name.encode()).digest() * 9000  # stands for a package
    modified = DAY - timedelta(days=age_days)
    return function_configuration(
        function, description=description, modified=modified, code=code, vpc=vpc
    )


def _ms(time: datetime) -> int:
    return round(time.timestamp() * 1000)


def _iso(at_ms: int) -> str:
    text = datetime.fromtimestamp(at_ms / 1000, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else SCENARIOS
    memory_leak(target)
    payment_timeouts(target)
