"""What a manifest says is missing → gaps of the case, and what is known not to be there."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import Concurrency, InvokeConfig, ResourcePolicy
from lambda_triage.evidence.gap import EVERYTHING
from lambda_triage.evidence.naming import key, name
from lambda_triage.sources.bundle.manifest import Lacking
from lambda_triage.sources.bundle.place import LOGS
from lambda_triage.sources.documents.build import build
from lambda_triage.sources.documents.operations import BY_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Document, Json
    from lambda_triage.sources.bundle.manifest import Kept
    from lambda_triage.sources.bundle.read import Bundle

# Tables that a reader of its own fills from an operation; the others are in OPERATIONS.
TABLES = {
    "lambda.GetFunction": ("functions",),
    "lambda.GetFunctionConfiguration": ("functions",),
    "lambda.ListFunctions": ("functions",),
    "lambda.ListVersionsByFunction": ("changes",),
    "logs.FilterLogEvents": ("invocations", "log_events"),
    "logs.GetLogEvents": ("invocations", "log_events"),
    "cloudwatch.GetMetricData": ("metrics",),
    "cloudwatch.GetMetricStatistics": ("metrics",),
    "cloudtrail.LookupEvents": ("api_calls", "changes"),
    "cloudformation.DescribeStackEvents": ("stack_events",),
    "xray.GetTraceSummaries": ("spans",),
    "xray.BatchGetTraces": ("spans",),
    "iam.GetAccountAuthorizationDetails": ("policies", "roles"),
    "iam.GetPolicy": ("policies",),
    "ce.GetCostAndUsage": ("costs",),
}
NO_POLICY: Json = {"Policy": {"Version": "2012-10-17", "Statement": []}}
# What AWS's "there is none" means: it has these defaults, or lets in nobody.
NONE: dict[type[Document], Json] = {
    ResourcePolicy: NO_POLICY,
    InvokeConfig: {},
    Concurrency: {},
}
EXISTENCE = ("functions", "log_events")  # of these, that there is none is a gap for the verdict
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def read_absent(case: Case, bundles: Iterable[Bundle]) -> None:
    """Keep as documents what AWS said that there is none of; before the logs are read."""
    for bundle in bundles:
        for n, lacking in enumerate(bundle.manifest.missing):
            kind = _kind(lacking.operation)
            if lacking.why != "absent" or kind is None:
                continue
            narrowed = "Qualifier" in _asked(lacking)  # none of one alias is not none at all
            body = None if narrowed else NONE.get(kind)
            found = []
            if body is not None:
                resource = _resource(case, lacking)
                found = [build(kind, body, resource, input=bundle.input, path=f"missing[{n}].")]
            case.add_documents(kind, found)


def add_gaps(case: Case, bundles: Iterable[Bundle]) -> None:
    """Add the gaps of all manifests; after everything was read.

    Where nothing else of a kind was read the gap is about all of it: a refused call must not make
    its subject look empty.
    """
    nothing = {g.table for g in case.gaps() if g.resource == EVERYTHING}
    for bundle in bundles:
        if not bundle.manifest.complete:
            case.miss("collection", EVERYTHING, INTERRUPTED, RESUME)
        for lacking in bundle.manifest.missing:
            for table in _tables(lacking):
                resource = EVERYTHING if table in nothing else _resource(case, lacking)
                case.miss(table, resource, _reason(lacking), _collect(lacking))
        for kept in bundle.manifest.answers:
            if kept.cut and kept.operation != LOGS:  # what is cut of logs is asked for in parts
                for table in _tables(kept):
                    case.miss(table, _resource(case, kept), f"{kept.operation}: {kept.cut}")


INTERRUPTED = "the collection was interrupted before its end"
RESUME = "run the same collection again: it asks only for what is missing"


def _tables(told: Lacking | Kept) -> tuple[str, ...]:
    tables = TABLES.get(told.operation)
    kind = _kind(told.operation)
    if isinstance(told, Lacking) and told.why == "absent":
        return tuple(t for t in tables or () if t in EXISTENCE)
    return tables or ((kind.KIND,) if kind else (told.operation,))


def _kind(operation: str) -> type[Document] | None:
    known = BY_NAME.get(operation)
    return known.kind if known else None


def _resource(case: Case, told: Lacking | Kept) -> str:
    """The key that documents of the same thing have."""
    wanted = key(told.about) if told.about else EVERYTHING
    same = {f.resource for f in case.functions if f.name == name(wanted)}
    return next(iter(same)) if len(same) == 1 else wanted


def _reason(lacking: Lacking) -> str:
    action = ", ".join(lacking.actions) or lacking.operation
    about = f" for {lacking.about}" if lacking.about else ""
    match lacking.why:
        case "denied":
            return f"{action} was denied{about}"
        case "throttled":
            return f"{action} was throttled{about}, after all attempts"
        case "unreachable":
            return f"{action} was not answered{about}, after all attempts"
        case "unsupported":
            return f"{action} is not available in this region{about}"
        case "budget":
            return f"{action} was not called{about}: the budget of calls was used up"
        case _:
            return f"AWS says that there is none{about}"


def _collect(lacking: Lacking) -> str:
    action = ", ".join(lacking.actions) or lacking.operation
    match lacking.why:
        case "denied":
            return (
                f"allow {action} and collect into a new bundle, or have somebody who may run: "
                + (_command(lacking))
            )
        case "throttled" | "unreachable":
            return f"{RESUME} ({action})"
        case "budget":
            return f"{RESUME}, with a larger budget of calls ({action})"
        case "unsupported":
            return f"nothing to collect: {action} does not exist there"
        case _:
            return ""


def _command(lacking: Lacking) -> str:
    """The same call as a line of the AWS CLI; only its plain parameters."""
    service, _, action = lacking.operation.partition(".")
    options = [
        f"--{WORD.sub('-', name).lower()} {value}"
        for name, value in _asked(lacking).items()
        if isinstance(value, str) and value and not re.search(r"[\s'\"$`\\;&|<>]", value)
    ]
    return " ".join(["aws", service, WORD.sub("-", action).lower(), *options])


def _asked(lacking: Lacking) -> dict[str, Json]:
    try:
        told: Json = json.loads(lacking.asked)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
