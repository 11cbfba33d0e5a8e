"""Which services these credentials may read: a small call of each shows whether it is let in.

A simulation of policies would not tell: without the ARNs of resources it denies what a policy
allows on some (IAM API reference, SimulatePrincipalPolicy, 2026).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lambda_triage.sources.aws.refused import why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.aws.session import Session

# A call of each service that answers with little: operation → parameters.
SMALL: dict[str, dict[str, Any]] = {
    "lambda.GetAccountSettings": {},
    "logs.DescribeLogGroups": {"limit": 1},
    "cloudwatch.DescribeAlarms": {"MaxRecords": 1},
    "xray.BatchGetTraces": {"TraceIds": ["1-00000000-000000000000000000000000"]},
    "cloudtrail.LookupEvents": {"MaxResults": 1},
    "cloudformation.DescribeStacks": {},
    "ec2.DescribeVpcs": {"MaxResults": 5},
    "events.ListRules": {"Limit": 1},
    "apigateway.GetRestApis": {"limit": 1},
    "apigatewayv2.GetApis": {"MaxResults": "1"},
    "elbv2.DescribeTargetGroups": {"PageSize": 1},
    "sns.ListSubscriptions": {},
}


def refused(session: Session) -> Iterator[tuple[str, str]]:
    """The calls that are denied, each with the permission that it needs."""
    from botocore import xform_name

    for operation, parameters in SMALL.items():
        service, _, action = operation.partition(".")
        try:
            getattr(session.client(service), xform_name(action))(**parameters)
        except Exception as error:  # noqa: BLE001  # only a denial tells about permissions
            reason, told = why(error, operation)
            if reason == "denied":
                yield operation, told
