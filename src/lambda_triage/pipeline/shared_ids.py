"""Ids that applications hand from function to function, found where no trace id joins the logs.

The scan of a diagnosis does not look for them: in structured logs every line has one, and a line of
interest costs a hundred times what a passed-over one does. So the evidence is read a second time,
only where something failed and several functions wrote logs: little evidence for all ids, more of
it for those that stand in the lines which the diagnosis kept of failed invocations. Of very large
evidence `lambda-triage journey ID` follows one id that is asked for.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redact import redact
from lambda_triage.evidence.signature import Signature
from lambda_triage.pipeline.journeys import LONGEST, MOST, by_text
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.reports.contract import Journey, Report
    from lambda_triage.sources.collect import Reading

SMALL_BYTES = 4 << 20  # of logs that are read for all ids: a second where every line has one
LARGE_BYTES = 64 << 20  # of logs that are read for some ids: half a second
MOST_INPUTS = 200  # documents are read again, too
MOST_IDS = 20  # looked for at once
EVENTS_LIMIT, TEXT_LIMIT = 1_000, 20_000  # kept events, and characters of each, that may tell ids
CROWD = 25  # invocations of one function: an id with more of them is no request's
# A field's name, in text, JSON, JSON in JSON or a header, up to its value.
VALUE = r"""\\{0,3}["']?[ \t]{0,2}[:=][ \t]{0,2}\\{0,3}["']?(?P<id>[\w.:/=+-]{8,200})"""


def _field(name: str, field: str, source: str, *literals: str) -> Signature:
    return Signature(f"journey.{name}", literals, rf"(?i:{field}){VALUE}", source, caseless=True)


IDS = (
    _field(
        "correlation", "correlation[-_ ]?id", "Powertools for AWS Lambda, Logger, and habit, 2026",
        "correlation_id", "correlationid", "correlation-id", "correlation id",
    ),
    _field(
        "request", "x-request-id", "header of proxies and frameworks, by habit, 2026",
        "x-request-id",
    ),
    _field(
        "message", "message[-_]?id", "SQS, SNS and EventBridge records and answers, 2026",
        "message_id", "messageid", "message-id",
    ),
    Signature(
        "journey.execution",
        (":execution:", ":express:", "/durable-execution/"),
        r"(?P<id>arn:aws[\w-]{0,20}:states:[\w-]{1,30}:\d{12}:(?:execution|express):[\w.:-]{1,200}"
        r"|arn:aws[\w-]{0,20}:lambda:[\w-]{1,30}:\d{12}:function:[\w:$-]{1,200}"
        r"/durable-execution/[\w./-]{1,200})",
        "Step Functions and Lambda APIs, execution ARNs, 2026",
    ),
)  # fmt: skip
SEVERAL = "SELECT count(DISTINCT resource) FROM invocations"
# Ids of several functions, of few invocations each, one of which failed: the widest, then earliest.
SHARED = """
WITH told AS (
    SELECT resource, json_extract_string(key, '$.id') AS id, sum(failed) AS failed,
           sum(invocations) AS invocations, min(first_us) AS first_us
    FROM signals WHERE starts_with(signal, 'journey.')
    GROUP BY resource, id
)
SELECT id FROM told
WHERE id IS NOT NULL AND regexp_matches(id, '[0-9]')
GROUP BY id
HAVING count(*) > 1 AND sum(failed) > 0 AND max(invocations) <= $crowd
ORDER BY count(*) DESC, min(first_us), id
LIMIT $most
"""


FAILED = """
SELECT DISTINCT e.id, left(e.text, $most) AS text
FROM log_events AS e JOIN invocations AS i
  ON i.resource = e.resource AND i.request_id = e.request_id
WHERE i.status NOT IN ('ok', 'unknown')
ORDER BY e.id LIMIT $limit
"""


def wanted(case: Case, reading: Reading, report: Report) -> tuple[Signature, ...]:
    """What a second reading looks for; nothing where it is not worth its time."""
    if not report.incidents or len(report.journeys) >= MOST or reading.inputs > MOST_INPUTS:
        return ()
    if reading.bytes > LARGE_BYTES or int(str(case.execute(SEVERAL)[0][0])) < 2:
        return ()
    if reading.bytes <= SMALL_BYTES:
        return IDS
    return tuple(
        Signature(f"journey.{n}", (id,), rf"(?P<id>{re.escape(id)})", "lines of failed invocations")
        for n, id in enumerate(_told(case))
    )


def shared(
    paths: Sequence[str],
    signatures: Sequence[Signature],
    *,
    functions: Sequence[FunctionConfiguration] = (),
    threads: int = 1,
    told: str | None = None,
    most: int = MOST,
) -> tuple[Journey, ...]:
    """Requests that failed in one of several functions, joined by an id in their lines."""
    case, _ = collect(
        paths, signatures, functions=functions, threads=threads, told=told, examples=LONGEST
    )
    with case:
        found = case.execute(SHARED, crowd=CROWD, most=most)
        ids = [str(id) for (id,) in found]
        return tuple(
            by_text(case, id) for id in ids if redact(id) == id
        )  # a token is no id to show


def _told(case: Case) -> tuple[str, ...]:
    """Ids in the kept lines of failed invocations, in their order."""
    patterns = [re.compile(signature.pattern) for signature in IDS]
    found: dict[str, None] = {}
    for _, text in case.execute(FAILED, most=TEXT_LIMIT, limit=EVENTS_LIMIT):
        hits = (pattern.search(str(text)) for pattern in patterns)
        found |= {hit["id"]: None for hit in hits if hit and any(map(str.isdigit, hit["id"]))}
    return tuple(found)[:MOST_IDS]
