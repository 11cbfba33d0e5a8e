"""Server errors that an API's callers get, beside what the function behind it did meanwhile."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.in_front import api_type
from lambda_triage.diagnosis.hypothesis import Weight
from lambda_triage.evidence.place import Place
from lambda_triage.facts.server_errors import Reading, means
from lambda_triage.findings import Citation, Role

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from lambda_triage.diagnosis.facts import Facts
    from lambda_triage.evidence.case import Value

BEFORE_US, AFTER_US = 5_000_000, 60_000_000  # around the requests: clocks, and runs that go on
MOST = 200  # kinds of requests that are looked at
ENOUGH = 0.5  # of the requests: as many failed invocations explain them
# Of an HTTP API's own answers, which cannot be changed: {"message":"Internal Server Error"} and
# {"message":"Service Unavailable"} (re:Post, errors of HTTP APIs, 2026).
OWN_BYTES = {500: 35, 503: 33}
PRIOR = -4.0  # log-odds of a cause before anything is known of the requests
# Log-odds of a status that can mean one cause only, one of two, of three, of more.
POSSIBLE = (6.5, 4.0, 3.4, 2.8)
IMPOSSIBLE = -3.0  # log-odds where the status means something else

ROWS = f"""
SELECT status, integration_status AS integration, CAST(requests AS BIGINT) AS hit,
       coalesce(latency_ms, integration_ms) AS latency_ms, least_ms, length, calls,
       integration_told AS told, first_us, last_us, input, line
FROM requests WHERE resource = $resource AND status >= 500
ORDER BY requests DESC, route, status, integration_status, error
LIMIT {MOST}
"""
TOTAL = "SELECT CAST(sum(requests) AS BIGINT) FROM requests WHERE resource = $resource"
ALL = """
SELECT status, count(*) AS runs FROM invocations
WHERE resource = $resource AND status <> 'unknown' GROUP BY status ORDER BY status
"""
MEANWHILE = """
SELECT status, count(*) AS runs FROM invocations
WHERE resource = $resource AND status <> 'unknown'
  AND coalesce(start_us, end_us) BETWEEN $first AND $last
GROUP BY status ORDER BY status
"""
BY_ID = """
SELECT status, count(*) AS runs FROM invocations
WHERE resource = $resource AND status <> 'unknown'
  AND request_id IN (SELECT unnest(string_split($ids, ' ')))
GROUP BY status ORDER BY status
"""


class _Row(Struct, frozen=True):
    status: int
    integration: int | None
    hit: int
    latency_ms: int | None
    least_ms: int | None
    length: int | None
    calls: str | None
    told: bool | None
    first_us: int | None
    last_us: int | None
    input: int
    line: int


class ServerErrors(Struct, frozen=True):
    """Requests that ended in 5xx.

    total   requests of all statuses
    api     type of what stands in front: REST, HTTP, WEBSOCKET, URL, ALB; None where unknown
    ran     how the invocations behind them ended; None where the function's log does not reach
    exact   whether these are their own invocations, by id, or all of the same time
    """

    api: str | None
    rows: tuple[_Row, ...]
    total: int
    ran: dict[str, int] | None
    exact: bool

    @property
    def hit(self) -> int:
        """How many requests."""
        return sum(row.hit for row in self.rows)

    @property
    def most(self) -> _Row:
        """The most frequent kind of them."""
        return self.rows[0]

    @property
    def citation(self) -> Citation:
        """Where the first of the most frequent kind is told."""
        row = self.most
        return Citation(
            place=Place(row.input, line=row.line + 1), text=self.told, time_us=row.first_us
        )

    @property
    def told(self) -> str:
        """The most frequent kind, in words."""
        row = self.most
        inner = "none told" if row.integration is None else str(row.integration)
        front = f" of the {self.api} API" if self.api in ("REST", "HTTP", "WEBSOCKET") else ""
        return f"status {row.status}{front}, integration status {inner}"

    def share(self, slug: str) -> tuple[float | None, tuple[Reading, ...]]:
        """Share of them whose status can mean this cause, None where nothing is known of them."""
        known = can = 0
        found: tuple[Reading, ...] = ()
        for row in self.rows:
            readings = means(self.api, row.status, row.integration)
            known += row.hit if readings else 0
            if any(r.cause == slug for r in readings):
                can += row.hit
                found = found or readings
        return (can / known if known else None), found

    @property
    def failed(self) -> frozenset[str]:
        """How the invocations ended that failed, where they are enough to explain the requests."""
        if self.ran is None:
            return frozenset()
        share, _ = self.share("app_code_error")
        wanted = ENOUGH * (share or 0.0) * self.hit
        statuses = {s: n for s, n in self.ran.items() if s != "ok"}
        enough = wanted > 0 and sum(statuses.values()) >= wanted
        return frozenset(statuses) if enough else frozenset()

    @property
    def well(self) -> bool:
        """Whether as many invocations as requests are at hand, and all of them ended well."""
        ran = self.ran or {}
        enough = ENOUGH if self.exact else 1.0
        return set(ran) == {"ok"} and ran["ok"] >= enough * self.hit

    @property
    def never_ran(self) -> bool:
        """Whether the function's log reaches over the time of the requests and has none of them."""
        return self.ran is not None and not self.ran

    @property
    def unanswered(self) -> bool:
        """Whether the log would tell the integration's status, and tells none."""
        return bool(self.most.told) and self.most.integration is None

    @property
    def own_words(self) -> bool | None:
        """Whether the API wrote the answer itself, by its length; None where that tells nothing."""
        row = self.most
        if self.api != "HTTP" or row.length is None or row.status not in OWN_BYTES:
            return None
        return row.length == OWN_BYTES[row.status]


def server_errors(facts: Facts) -> ServerErrors | None:
    """What callers of the function's API got; None where no such request is known."""
    rows = tuple(facts.case.rows(ROWS, _Row, resource=facts.resource))
    if not rows:
        return None
    ran, exact = _ran(facts, rows)
    trigger = facts.function.trigger if facts.function else None
    total = facts.case.execute(TOTAL, resource=facts.resource)[0][0]
    return ServerErrors(api_type(facts.case, trigger), rows, int(str(total)), ran, exact)


def _ran(facts: Facts, rows: tuple[_Row, ...]) -> tuple[dict[str, int] | None, bool]:
    """How the invocations of these requests ended: their own by id, else those of their time."""
    if facts.outcomes is None:
        return None, False
    ids = sorted({call for row in rows for call in json.loads(row.calls or "[]")})
    found = facts.case.execute(BY_ID, resource=facts.resource, ids=" ".join(ids)) if ids else []
    if found:
        return _counted(found), True
    first = min((r.first_us for r in rows if r.first_us is not None), default=None)
    last = max((r.last_us for r in rows if r.last_us is not None), default=None)
    logged = (facts.outcomes.first_us, facts.outcomes.last_us)
    if logged[0] is None or logged[1] is None:  # a log without times, exported with the requests
        return _counted(facts.case.execute(ALL, resource=facts.resource)) or None, False
    if first is None or last is None or logged[0] > last or logged[1] < first:
        return None, False  # the log is of another time
    within = {"first": first - BEFORE_US, "last": last + AFTER_US}
    return _counted(facts.case.execute(MEANWHILE, resource=facts.resource, **within)), False


def _counted(rows: list[tuple[Value, ...]]) -> dict[str, int]:
    return {str(status): int(str(runs)) for status, runs in rows}


def by_status(facts: Facts, errors: ServerErrors, slug: str) -> Iterator[Weight]:
    """What the statuses themselves say of one cause; a check that names it has said it."""
    naming = [f for f in facts.findings if f.cause == slug and f.role is not Role.RISK]
    if any(f.statuses.get("request") or not f.statuses for f in naming):
        return
    share, found = errors.share(slug)
    if share is None or (naming and share < ENOUGH):
        return
    if share < ENOUGH:
        told = f"{errors.told}: that is not what this cause looks like"
        yield Weight(IMPOSSIBLE, told, "status", (errors.citation,))
        return
    many = len({reading.cause for reading in found})
    standing = any(f.cause == slug and f.role is Role.RISK and f.explains for f in facts.findings)
    points = POSSIBLE[min(many, len(POSSIBLE)) - 1] + (PRIOR if standing else 0.0)
    meaning = next(reading.meaning for reading in found if reading.cause == slug)
    alone = "only" if many == 1 else f"one of {many} things"
    yield Weight(
        points,
        f"{errors.told}: {alone} it can mean is that {meaning}",
        "status",
        (errors.citation,),
    )


def where_possible(facts: Facts, slug: str) -> Generator[Weight, None, ServerErrors | None]:
    """Weigh a cause that keeps requests from the function: by their status, then by its runs.

    Returns the requests for what else speaks for or against it; None where there are none, or
    none whose status can mean it.
    """
    errors = server_errors(facts)
    if errors is None:
        return None
    yield from by_status(facts, errors, slug)
    if not errors.share(slug)[0]:
        return None
    yield from _ran_as_often(errors)
    return errors


def _ran_as_often(errors: ServerErrors) -> Iterator[Weight]:
    """Whether the function ran for these requests, against causes that keep it from running."""
    runs = sum((errors.ran or {}).values())
    if errors.never_ran:
        yield Weight(1.0, "the function's log has no invocation of that time", "log")
    elif errors.exact or errors.failed or runs >= errors.total - errors.hit / 2:
        yield Weight(-3.0, f"the function ran {runs} times meanwhile", "log")
