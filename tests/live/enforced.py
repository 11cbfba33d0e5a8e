"""What of the printed policy the emulator's IAM decides as AWS's does, and where it does otherwise.

An action is proved where the emulator asks for just it before each of its operations. All else
rests on the action database; `OTHERWISE` has why. `python -m tests.live.enforced` writes both
groups into docs/permissions.md.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.facts.aws_reads import ON_REQUEST, reads
from lambda_triage.pipeline.permissions import policy

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"
BEGIN = "<!-- Written by `python -m tests.live.enforced`; do not edit until the end mark. -->\n"
END = "<!-- End of what is written. -->\n"
WIDTH = 116

NO_SERVICE, NO_DECISION = "does not have the service", "answers without a permission"
# What ministack 1.5.33 asks for instead of the operation's own action, or that it asks for nothing.
OTHERWISE: dict[str, str] = {
    "sts.GetCallerIdentity": NO_DECISION,  # as AWS does: STS API reference, GetCallerIdentity
    "lambda.GetAccountSettings": NO_DECISION,
    "lambda.GetCapacityProvider": NO_DECISION,
    "lambda.GetDurableExecution": NO_DECISION,
    "lambda.GetDurableExecutionHistory": NO_DECISION,
    "lambda.GetFunctionConcurrency": "lambda:PutFunctionConcurrency",
    "lambda.GetFunctionRecursionConfig": "lambda:GetFunction",
    "lambda.GetLayerVersion": "lambda:ListLayers",
    "lambda.ListDurableExecutionsByFunction": "lambda:GetFunction",
    "lambda.ListFunctionEventInvokeConfigs": "lambda:GetFunction",
    "lambda.ListFunctionUrlConfigs": "lambda:GetFunction",
    "lambda.ListProvisionedConcurrencyConfigs": "lambda:GetFunction",
    "accessanalyzer.ListAnalyzers": NO_SERVICE,
    "accessanalyzer.ListFindings": NO_SERVICE,
    "application-autoscaling.DescribeScalableTargets": NO_SERVICE,
    "ce.GetCostAndUsage": NO_SERVICE,
    "compute-optimizer.GetLambdaFunctionRecommendations": NO_SERVICE,
    "health.DescribeEvents": NO_SERVICE,
    "service-quotas.GetServiceQuota": NO_SERVICE,
    "xray.BatchGetTraces": NO_SERVICE,
    "xray.GetTraceSummaries": NO_SERVICE,
}
# Actions that it asks for on `*`, though the call names the resource that AWS asks for them on.
ON_ANYTHING = frozenset(
    {
        "elasticache:DescribeServerlessCaches",
        "events:ListTargetsByRule",  # on the bus
        "iam:SimulatePrincipalPolicy",
        "rds:DescribeDBProxies",
        "rds:DescribeDBProxyTargets",
    }
)

ACTIONS = sorted({action for read in reads().values() for action in read.actions})


def asks(operation: str) -> str | None:
    """The action that the emulator asks for before a call; None where it asks for none."""
    [action] = reads()[operation].actions
    told = OTHERWISE.get(operation, action)
    return None if told in (NO_SERVICE, NO_DECISION) else told


def proved(action: str) -> bool:
    """Whether leaving the action out is seen to deny its operations, and only by it."""
    own = [name for name, read in reads().items() if action in read.actions]
    return all(asks(name) == action for name in own)


def printed(without: Collection[str] = (), *, as_printed: bool = False) -> dict[str, object]:
    """The printed policy less some actions, as a document for IAM.

    as_printed  whether it stays narrowed where the emulator asks on something else than AWS
    """
    statements = []
    for statement in policy(extra=ON_REQUEST)["Statement"]:
        assert isinstance(statement, dict)
        left = [one for one in statement["Action"] if one not in without]
        if left:
            statements.append({**statement, "Action": left})
    wide = sorted(ON_ANYTHING - set(without))
    if wide and not as_printed:
        statements.append({"Sid": "OnAnything", "Effect": "Allow", "Action": wide, "Resource": "*"})
    return {"Version": "2012-10-17", "Statement": statements}


def section() -> str:
    """The two groups, for the documentation."""
    shown = [action for action in ACTIONS if proved(action)]
    rest = [action for action in ACTIONS if not proved(action)]
    intro = (
        f"{len(shown)} of the {len(ACTIONS)} actions are proved against an emulator that enforces"
        " IAM: without the one action, each call that needs it is refused by its name, and every"
        " other call ends as with the whole policy, but for those that the emulator takes for it"
        " (table below)."
    )
    lines = [*_wrapped(intro), "", *_listed(shown), ""]
    intro = (
        "Of these, the emulator asks for "
        f"{', '.join(f'`{one}`' for one in sorted(ON_ANYTHING))} on `*` instead of the resource"
        " that the call names: they are proved without their resources."
    )
    lines += [*_wrapped(intro), ""]
    intro = (
        f"The other {len(rest)} rest on the action database alone, since the emulator decides"
        " otherwise than AWS or does not have the service:"
    )
    lines += [
        *_wrapped(intro),
        "",
        "| action | operation | what the emulator does |",
        "|---|---|---|",
    ]
    for action in rest:
        for operation in sorted(name for name, read in reads().items() if action in read.actions):
            lines.append(f"| `{action}` | `{operation}` | {_does(operation)} |")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """The page with the section as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{section()}\n{END}{after}"


def _does(operation: str) -> str:
    told = OTHERWISE.get(operation)
    if told is None:
        return "asks for it"
    return f"asks for `{told}`" if ":" in told else told


def _listed(actions: list[str]) -> Iterator[str]:
    by_service: dict[str, list[str]] = {}
    for action in actions:
        service, _, name = action.partition(":")
        by_service.setdefault(service, []).append(name)
    for service, names in by_service.items():
        yield from _wrapped(f"- **{service}**: {', '.join(names)}", "  ")


def _wrapped(text: str, indent: str = "") -> list[str]:
    lines, line = [], ""
    for word in re.split(r" ", text):
        if line and len(line) + 1 + len(word) > WIDTH:
            lines.append(line)
            line = indent + word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
