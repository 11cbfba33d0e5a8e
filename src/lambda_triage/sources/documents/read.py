"""Documents of the input → what the case keeps of them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from msgspec.structs import replace

from lambda_triage.evidence.documents import (
    Exchange,
    Execution,
    Known,
    Limits,
    Mapping,
    ProxyTarget,
    Quota,
    ResourcePolicy,
    SampleEvent,
    Target,
)
from lambda_triage.evidence.naming import UNNAMED, key, name, unqualified
from lambda_triage.sources.bill import read_costs
from lambda_triage.sources.documents import configuration
from lambda_triage.sources.documents.build import build, walk
from lambda_triage.sources.documents.identities import read_identities
from lambda_triage.sources.documents.operations import BY_NAME, OPERATIONS
from lambda_triage.sources.exchanges import read_har, read_transcript
from lambda_triage.sources.files.answer_file import answer_file
from lambda_triage.sources.metrics import read_metric_data, read_metric_statistics
from lambda_triage.sources.packages import read_package
from lambda_triage.sources.samples import known_sample
from lambda_triage.sources.stacks import read_stack_events
from lambda_triage.sources.templates import read_template
from lambda_triage.sources.traces import read_traces
from lambda_triage.sources.trail import read_lookup, read_records
from lambda_triage.sources.tuning import read_execution, read_tuning

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.evidence import documents as kinds
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.documents.operations import Operation
    from lambda_triage.sources.files.item import Document

    Body = dict[str, Json]
    Reader = Callable[[Case, Body, Document], None]

NAMED = re.compile(
    r"(?:^|[/!\\])(?:\d+-)?(?:[a-z0-9]+[._])?(?P<operation>[a-z]+(?:-[a-z0-9]+)+)"
    r"(?:\.(?P<resource>[^/!\\]+?))?\.(?:json|txt)$"
)
CONCURRENCY = "L-B99A9384"  # concurrent executions of Lambda (Service Quotas, 2026)
TEMPLATE = "cloudformation.GetTemplate"
REFUSED = "lambda.GetPolicy refused"
BY_FILE = {o.name.lower().replace("-", ""): o for o in OPERATIONS}
READERS: dict[str, Reader] = {
    "lambda.GetFunctionConfiguration": configuration.read_configuration,
    "lambda.GetFunction": configuration.read_function,
    "lambda.ListFunctions": configuration.read_functions,
    "lambda.ListVersionsByFunction": configuration.read_versions,
    REFUSED: lambda case, _, d: _keep_no_policy(case, d),
    "iam.GetAccountAuthorizationDetails": read_identities,
    "cloudwatch.GetMetricStatistics": lambda case, body, d: read_metric_statistics(
        case, body, file_resource(_file(case, d)), d.input
    ),
    "cloudwatch.GetMetricData": lambda case, body, d: read_metric_data(case, body, d.input),
    "cloudtrail.LookupEvents": lambda case, body, d: read_lookup(case, body, d.input),
    "cloudtrail.Records": lambda case, body, d: read_records(case, body, d.input),
    "cloudformation.DescribeStackEvents": lambda case, body, d: read_stack_events(
        case, body, d.input
    ),
    TEMPLATE: lambda case, body, d: _keep_template(case, body, d.input),
    "xray.BatchGetTraces": lambda case, body, d: read_traces(case, body, d.input),
    "http archive": lambda case, body, d: case.add_documents(Exchange, read_har(body, d.input)),
    "http transcript": lambda case, body, d: case.add_documents(
        Exchange, read_transcript(str(body.get("text")), d.input)
    ),
    "ce.GetCostAndUsage": lambda case, body, d: read_costs(case, body, d.input),
    "power tuning": lambda case, body, d: read_tuning(
        case, body, d.input, d.path and f"{d.path}.", file_resource(_file(case, d)) or ""
    ),
}


def read_document(
    case: Case,
    document: Document,
    told: str | None = None,
    values: dict[str, str] | None = None,
) -> bool:
    """Take what a document tells into the case; False when nothing here reads its kind.

    told    an operation given by the user, for answers whose shape fits several or none
    values  of a template's parameters, as it is deployed
    """
    if not isinstance(document.body, dict):
        return False
    if document.kind.startswith("template."):
        language = document.kind.partition(".")[2]
        text = str(document.body.get("text"))
        read_template(case, text, language, document.input, values)
        return True
    file = _file(case, document)
    if document.kind == "package":
        read_package(case, document.body, file, document.input)
        return True
    if document.kind == "sample event":
        _keep_sample(case, document, file)
        return True
    asked = answer_file(file)
    if asked is not None:  # a collection knows what it asked; what is not read is no log either
        operation = BY_FILE.get(asked.operation)
        reader = READERS.get(operation.name) if operation else None
        if operation is not None and operation.name == TEMPLATE:
            return True  # beside what is deployed it would tell every resource twice
    else:
        refused = document.kind == REFUSED
        operation = None if refused else resolve(document.kind, file, told)
        reader = READERS.get(operation.name if operation else document.kind)
    if reader is not None:
        reader(case, document.body, document)
        return True
    if operation is not None and operation.kind is not None:
        found = [
            _joined(_built(operation, item, path, document, file), file)
            for path, item in _items(document.body, operation.items)
        ]
        case.add_documents(operation.kind, _new(case, found) if asked else found)
        if operation.kind is Quota:
            case.add_documents(Limits, _limits(document, operation))
        if operation.kind is Execution:
            read_execution(case, document.body, document.input)
        return True
    return asked is not None


def _new(case: Case, found: list[kinds.Document]) -> list[kinds.Document]:
    """Those that no other answer told: a collection meets one thing on several ways."""
    kept: dict[str, list[kinds.Document]] = {}
    for one in case.documents(type(found[0])) if found else ():
        kept.setdefault(one.resource, []).append(one)
    return [
        one
        for one in found
        if all(
            replace(k, input=one.input, path=one.path) != one for k in kept.get(one.resource, ())
        )
    ]


def _file(case: Case, document: Document) -> str:
    return case.inputs[document.input] if 0 <= document.input < len(case.inputs) else ""


def _keep_no_policy(case: Case, document: Document) -> None:
    """Lambda refuses GetPolicy of a function without a policy: nobody is let in by one."""
    resource = file_resource(_file(case, document))
    own = sorted({f.resource for f in case.functions})
    if resource is None and len(own) != 1:
        case.miss("resource_policies", UNNAMED, "GetPolicy found none, and of which is not told")
        return
    body: Json = {"Policy": {"Version": "2012-10-17", "Statement": []}}
    found = build(ResourcePolicy, body, resource or own[0], input=document.input)
    case.add_documents(ResourcePolicy, [found])


def _keep_template(case: Case, body: Body, input: int) -> None:
    """GetTemplate: the template as it was deployed, as text, or as the CLI prints those in JSON."""
    told = body.get("TemplateBody")
    text = told if isinstance(told, str) else json.dumps(told)
    read_template(case, text, "cloudformation", input, None)


def _keep_sample(case: Case, document: Document, file: str) -> None:
    sample = known_sample(document.body) if isinstance(document.body, dict) else None
    if sample is not None:
        told = SampleEvent(
            resource=sample.source or file_resource(file) or UNNAMED,
            known=Known.ANSWER,
            input=document.input,
            carrier=sample.carrier,
            record=sample.record,
        )
        case.add_documents(SampleEvent, [told])


def resolve(kind: str, file: str, told: str | None) -> Operation | None:
    """The one operation of a document: by its shape, else its file's name, else the user."""
    fitting = [BY_NAME[name] for name in kind.split("|") if name in BY_NAME]
    if len(fitting) == 1:
        return fitting[0]
    named = _named_operations(file)
    both = [o for o in fitting if o in named] or ([] if fitting else named)
    if len(both) == 1:
        return both[0]
    if told is not None and told in BY_NAME and (not fitting or BY_NAME[told] in fitting):
        return BY_NAME[told]
    kinds_of = {o.kind for o in both or fitting}
    return (both or fitting)[0] if len(kinds_of) == 1 and kinds_of != {None} else None


def _named_operations(file: str) -> list[Operation]:
    found = NAMED.search(file)
    if not found:
        return []
    wanted = found["operation"].replace("-", "")
    return [o for o in OPERATIONS if o.name.partition(".")[2].lower() == wanted]


def _items(body: Body, items: str) -> list[tuple[str, Json]]:
    if not items:
        return [("", body)]
    value = walk(body, items.removesuffix("[]"))
    if isinstance(value, list):
        name = items.removesuffix("[]")
        return [(f"{name}[{n}].", v) for n, v in enumerate(value) if isinstance(v, dict)]
    return [(f"{items}.", value)] if isinstance(value, dict) else []


def _built(
    operation: Operation, item: Json, path: str, document: Document, file: str
) -> kinds.Document:
    assert operation.kind is not None
    keys = [walk(item, k) for k in operation.key.split("|") if k]
    named = next((str(k) for k in keys if isinstance(k, str) and k), None)
    resource = named or file_resource(file) or UNNAMED
    return build(
        operation.kind,
        item,
        unqualified(resource) if resource.startswith("arn:") else resource,
        known=_known(operation, item),
        input=document.input,
        path=(f"{document.path}." if document.path else "") + path,
        lacks=operation.lacks,
    )


def _known(operation: Operation, item: Json) -> Known:
    if walk(item, operation.whole) is None:
        return Known.NOTE
    return Known.LISTED if operation.lacks else Known.ANSWER


def file_resource(file: str) -> str | None:
    """The resource that a file's name tells: `get-queue-attributes.orders.json` → `?:orders`."""
    found = NAMED.search(file)
    name = found["resource"] if found else None
    return f"?:{name}" if name else None


def _joined(document: kinds.Document, file: str) -> kinds.Document:
    """References in the form of keys; a policy is about what its statements name."""
    if isinstance(document, Mapping) and document.function:
        return replace(document, function=key(document.function), qualified=document.function)
    if isinstance(document, ResourcePolicy) and document.resource.startswith("?:"):
        named = _subject(document.document)
        own = named and document.resource in (UNNAMED, f"?:{name(named)}")
        return replace(document, resource=unqualified(named)) if named and own else document
    if isinstance(document, Target) and document.rule is None:
        return replace(document, rule=file_resource(file))
    if isinstance(document, ProxyTarget):
        return replace(document, proxy=file_resource(file))
    return document


def _limits(document: Document, operation: Operation) -> list[Limits]:
    """The account's concurrency, where Service Quotas tells it."""
    body = document.body if isinstance(document.body, dict) else {}
    untold = tuple(name for name in Limits.WHERE if name != "concurrent")
    return [
        build(
            Limits, item, UNNAMED, known=Known.LISTED, input=document.input, path=path, lacks=untold
        )
        for path, item in _items(body, operation.items)
        if isinstance(item, dict) and item.get("QuotaCode") == CONCURRENCY
    ]


def _subject(policy: Json) -> str | None:
    statements = policy.get("Statement") if isinstance(policy, dict) else None
    for statement in statements if isinstance(statements, list) else [statements]:
        resource = statement.get("Resource") if isinstance(statement, dict) else None
        first = resource[0] if isinstance(resource, list) and resource else resource
        if isinstance(first, str) and first.startswith("arn:"):
            return first.removesuffix("/*")
    return None
