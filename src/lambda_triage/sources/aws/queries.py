"""A Logs Insights query in the service itself: begun, waited for, and ended if nobody waits."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.errors import AccessError, InputError, TriageError
from lambda_triage.facts.aws_queries import ANSWER, QUERIES, START
from lambda_triage.insights.error import QueryError
from lambda_triage.insights.tree import Span
from lambda_triage.sources.aws.guard import permit
from lambda_triage.sources.aws.refused import access_error, denied, why

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from botocore.client import BaseClient

    from lambda_triage.sources.aws.session import Session

FIRST_WAIT_S, LONGEST_WAIT_S = 0.3, 3.0  # GetQueryResults allows ten calls a second in an account
UNFINISHED = ("Scheduled", "Running", "Unknown")
MOST_ROWS = 10_000  # of the parameter `limit`. CloudWatch Logs API reference, StartQuery, 2026
FEW_GROUPS = 50  # of one query


class Answered(Struct, frozen=True):
    """Rows as the service gives them: names and values, a missing value has no entry."""

    rows: list[list[tuple[str, str]]]
    statistics: dict[str, float]


def run_query(
    session: Session,
    text: str,
    groups: Sequence[str],
    window_s: tuple[int, int],
    sleep: Callable[[float], None],
) -> Answered:
    """Run *text* over *groups* in a window of epoch seconds, both ends included.

    Raises QueryError where the service cannot compile it, AccessError and InputError otherwise.
    """
    client = session.client("logs")
    permit(client, frozenset(each.operation for each in QUERIES))
    number = str(_call(session, START, client.start_query, text, **_asked(text, groups, window_s)))
    wait = FIRST_WAIT_S
    try:
        while True:
            told = _call(session, ANSWER, client.get_query_results, text, queryId=number)
            if told["status"] not in UNFINISHED:
                break
            sleep(wait)
            wait = min(LONGEST_WAIT_S, wait * 1.5)
    except BaseException:
        _stop(client, number)
        raise
    if told["status"] != "Complete":
        raise InputError(f"the query ended as {told['status']}; narrow --since or the groups")
    rows = [[(str(f["field"]), str(f.get("value", ""))) for f in row] for row in told["results"]]
    return Answered(rows, {name: float(each) for name, each in told.get("statistics", {}).items()})


def _asked(text: str, groups: Sequence[str], window_s: tuple[int, int]) -> dict[str, object]:
    asked: dict[str, object] = {
        "queryString": text, "startTime": window_s[0], "endTime": window_s[1],
    }  # fmt: skip
    if len(groups) > FEW_GROUPS:
        raise InputError(
            f"a query takes {FEW_GROUPS} log groups; write SOURCE logGroups(…) instead"
        )
    if groups:
        name = (
            "logGroupIdentifiers" if any(g.startswith("arn:") for g in groups) else "logGroupNames"
        )
        asked[name] = list(groups)
    return asked


def _call(
    session: Session,
    operation: str,
    method: Callable[..., dict[str, Any]],
    text: str,
    **asked: object,
) -> Any:
    try:
        told = method(**asked)
    except TriageError:
        raise
    except Exception as error:  # noqa: BLE001  # whatever botocore raises becomes one line
        if compiled := _malformed(error, text):
            raise compiled from None
        if denied(error):
            raise access_error(error, session.profile, session.region) from None
        reason, detail = why(error, operation)
        if reason == "denied" and "credentials" in detail:  # no policy helps
            raise AccessError(f"{detail}; check --profile, or AWS_ACCESS_KEY_ID") from None
        if reason == "denied":
            raise AccessError(
                f"not allowed: {detail}; see `lambda-triage iam-policy --with queries`"
            ) from None
        near = "; check the name and --region" if reason == "absent" else ""
        raise InputError(detail + near) from None
    return told["queryId"] if operation == START else told


def _malformed(error: Exception, text: str) -> QueryError | None:
    response: dict[str, Any] = getattr(error, "response", None) or {}
    if response.get("Error", {}).get("Code") != "MalformedQueryException":
        return None
    told = response.get("queryCompileError") or {}
    place = told.get("location") or {}
    start = min(max(int(place.get("startCharOffset") or 0), 0), len(text))
    end = max(start, min(int(place.get("endCharOffset") or start), len(text)))
    reason = told.get("message") or response["Error"].get("Message") or "cannot be compiled"
    return QueryError(" ".join(str(reason).split())[:300], text, Span(start, end))


def _stop(client: BaseClient, number: str) -> None:
    """A query that goes on is billed further."""
    with contextlib.suppress(Exception):
        client.stop_query(queryId=number)
