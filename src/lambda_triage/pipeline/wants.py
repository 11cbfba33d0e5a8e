"""What to collect next: the gaps that could change the verdict, each with its read-only call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.verdict import Verdict
from lambda_triage.reports.contract import Gap

if TYPE_CHECKING:
    from lambda_triage.diagnosis.verdict import Diagnosis
    from lambda_triage.evidence.case import Case

MOST = 5  # gaps shown

CALLS = {
    "functions": "aws lambda get-function-configuration --function-name {name} > function.json",
    "log_events": "aws logs filter-log-events --log-group-name /aws/lambda/{name}"
    " --start-time <epoch ms> > logs.json",
    "invocations": "aws logs filter-log-events --log-group-name /aws/lambda/{name}"
    " --start-time <epoch ms> > logs.json",
    "metrics": "aws cloudwatch get-metric-data --metric-data-queries file://queries.json"
    " --start-time <from> --end-time <to> > metrics.json",
    "spans": "aws xray batch-get-traces --trace-ids <ids from REPORT lines> > traces.json",
    "network": "aws ec2 describe-route-tables --filters"
    " Name=association.subnet-id,Values=<subnet ids of the function> > routes.json",
    "policies": "aws iam list-attached-role-policies --role-name <role of the function>",
    "resource_policies": "aws lambda get-policy --function-name {name} > policy.json",
    "integrations": "aws apigatewayv2 get-integrations --api-id <api> > integrations.json"
    " (REST: aws apigateway get-integration)",
    "authorizers": "aws apigatewayv2 get-authorizers --api-id <api> > authorizers.json"
    " (REST: aws apigateway get-authorizers)",
    "application": "log a line before and after each outside call, with its duration",
}


def gaps(case: Case, diagnosis: Diagnosis) -> tuple[Gap, ...]:
    """At most five, the ones that undecided causes ask for first."""
    found: dict[str, Gap] = {}
    undecided = diagnosis.verdict is not Verdict.CAUSE_FOUND
    for candidate in diagnosis.causes:
        for needs, why in candidate.needs:
            known = needs == "functions" and case.function(candidate.resource) is not None
            if not known:
                found.setdefault(needs, _gap(needs, why, candidate.resource))
    if not undecided:
        found = {k: v for k, v in found.items() if k == "functions"}
    for gap in case.gaps(("functions", "log_events", "invocations")):
        if gap.table == "invocations" and "log_events" in found:
            continue
        found.setdefault(gap.table, _gap(gap.table, _why(gap.table, gap.reason), gap.resource))
    cheapest = sorted(found, key=lambda needs: needs != "functions")  # one call settles the most
    return tuple(found[needs] for needs in cheapest)[:MOST]


def _gap(needs: str, why: str, resource: str) -> Gap:
    name = resource.rpartition(":")[2]
    known = name not in ("", "*", "unknown")
    call = CALLS.get(needs, "not a call: ask the owner of the function")
    return Gap(needs=needs, why=why, collect=call.format(name=name if known else "<function>"))


def _why(table: str, reason: str) -> str:
    if table == "functions" and reason == "not collected":
        return "time-out, memory, runtime and VPC of the function are unknown"
    if reason == "not collected":
        return "no log event was read, so nothing can be said about what ran"
    return reason
