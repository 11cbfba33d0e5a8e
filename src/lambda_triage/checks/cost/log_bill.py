"""Bills on which the logs cost more than the functions that write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.check import check
from lambda_triage.checks.less_log import is_verbose, less_log
from lambda_triage.checks.signature import DECISIVE
from lambda_triage.evidence.place import Place
from lambda_triage.findings import Citation, Finding, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene
    from lambda_triage.evidence.function import FunctionConfiguration

LEAST = 10.0  # in the bill's currency, in 30 days: less is not worth a change (our choice)
MUCH = 2.0  # times what Lambda costs, from where on it is the trouble (our choice)
LARGE = 10_000  # bytes of log per invocation; as observability/log-volume has it
MONTH_US = 30 * 86_400_000_000

# Usage types of logs: ingestion, also of vended logs and of the class for infrequent access, and
# storage (CloudWatch user guide, billing and cost, 2026).
USAGE = r"(?:DataProcessing(?:IA)?|VendedLogs?(?:IA)?)-Bytes|TimedStorage-ByteHrs"

# The last period on which both stand. Groups by service alone tell all of CloudWatch, of which
# logs are a part.
BILL = """
WITH groups AS (
    SELECT *, regexp_matches(usage_type, $usage)
                  AND coalesce(service, 'AmazonCloudWatch') = 'AmazonCloudWatch' AS logs,
              usage_type IS NULL AND service = 'AmazonCloudWatch'                AS watching,
              coalesce(service = 'AWS Lambda', usage_type LIKE '%Lambda-GB-Second%'
                  OR usage_type LIKE '%Lambda-%Request%')                        AS compute
    FROM costs
), periods AS (
    SELECT start_us, max(end_us) AS end_us,
           sum(amount) FILTER (logs)                       AS logs,
           sum(amount) FILTER (watching)                   AS watching,
           sum(amount) FILTER (compute)                    AS compute,
           min(currency)                                   AS currency,
           arg_max(input, amount) FILTER (logs OR watching) AS input,
           arg_max(path, amount) FILTER (logs OR watching)  AS path
    FROM groups GROUP BY start_us
)
SELECT start_us, end_us, coalesce(logs, watching) AS logs, logs IS NOT NULL AS sure, compute,
       coalesce(currency, '') AS currency, input, path,
       (SELECT min(coalesce(p.logs, p.watching)) FROM periods AS p
         WHERE p.end_us - p.start_us = q.end_us - q.start_us) AS least
FROM periods AS q
WHERE coalesce(logs, watching) IS NOT NULL AND compute IS NOT NULL AND end_us > start_us
ORDER BY start_us DESC LIMIT 1
"""
VOLUMES = """
SELECT b.resource, CAST(sum(b.value) / sum(c.value) AS BIGINT) AS each
FROM metrics AS b JOIN metrics AS c ON c.resource = b.resource AND c.time_us = b.time_us
WHERE b.metric = 'IncomingBytes' AND coalesce(b.statistic, 'Sum') = 'Sum'
  AND c.metric = 'Invocations' AND coalesce(c.statistic, 'Sum') = 'Sum'
GROUP BY b.resource
HAVING sum(c.value) > 0 AND each > $large
ORDER BY sum(b.value) DESC, b.resource
"""


class _Bill(Struct, frozen=True):
    start_us: int
    end_us: int
    logs: float
    sure: bool
    compute: float
    currency: str
    input: int
    path: str
    least: float


@check(
    id="cost/log-bill",
    title="The logs cost more than the functions",
    severity=Severity.MEDIUM,
    role=Role.RISK,
    since="0.1",
    reads=("costs",),
    cause="log_cost",
)
def log_bill(scene: Scene) -> Iterator[Finding]:
    for bill in scene.case.rows(BILL, _Bill, usage=USAGE):
        monthly = bill.logs * MONTH_US / (bill.end_us - bill.start_us)
        writer = _writer(scene)
        only = scene.case.functions[0] if len(scene.case.functions) == 1 else None
        if monthly < LEAST or bill.logs <= bill.compute or not (writer or (bill.sure and only)):
            continue
        yield _finding(bill, writer, only)


def _writer(scene: Scene) -> tuple[str, str] | None:
    """The function that writes much, and how that is known."""
    for row in scene.case.execute(VOLUMES, large=LARGE):
        return scene.key(str(row[0])), f"it writes {row[1]} bytes of log per invocation"
    verbose = [f for f in scene.case.functions if is_verbose(f)]
    return (verbose[0].resource, "it is set to log for debugging") if len(verbose) == 1 else None


def _finding(
    bill: _Bill, writer: tuple[str, str] | None, only: FunctionConfiguration | None
) -> Finding:
    resource = writer[0] if writer else only.resource if only else ""
    lost = writer is not None and bill.logs >= MUCH * bill.compute
    money = f"{bill.logs:.2f} and {bill.compute:.2f} {bill.currency}".rstrip()
    rose = f", up from {bill.least:.2f}" if bill.logs >= MUCH * bill.least else ""
    what = "logs" if bill.sure else "CloudWatch"
    text = f"{what} and Lambda cost {money} in the last period of the bill{rose}"
    why = f"; {writer[1]}" if writer else ""
    function = only if only and only.resource == resource else None
    return Finding(
        resource=resource,
        summary=f"The logs cost more than the functions: {text}{why}",
        citations=(Citation(place=Place(bill.input, path=bill.path), text=text),),
        cause="log_cost",
        weight=DECISIVE,
        explains=("cost",),
        symptom="cost",
        opens=lost,
        role=Role.SYMPTOM if lost else Role.RISK,
        by_status=(("cost", 1),) if lost else (),
        invocations=1,
        onset_us=bill.start_us,
        impact="the bill",
        remedies=less_log(function),
    )
