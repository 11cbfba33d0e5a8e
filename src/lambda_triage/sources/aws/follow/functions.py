"""What belongs to a function beside its configuration, and what it sends to or names.

The code package is not fetched: its only address is a presigned one of S3, which is no read of an
API that a policy could allow, and its size has no bound.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.arns import described
from lambda_triage.sources.aws.follow.asked import asked, inside
from lambda_triage.sources.aws.follow.body import objects, text, texts
from lambda_triage.sources.aws.follow.settings import settings
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.follow.asked import Asked
    from lambda_triage.sources.aws.scope import Scope

BESIDE = (
    "GetFunctionConcurrency", "ListEventSourceMappings", "ListFunctionEventInvokeConfigs",
    "ListAliases", "ListVersionsByFunction", "ListProvisionedConcurrencyConfigs",
    "ListFunctionUrlConfigs", "GetFunctionRecursionConfig",
)  # fmt: skip
LAYER = re.compile(
    r"(?P<layer>arn:aws[\w-]*:lambda:[\w-]+:\d{12}:layer:[\w-]{1,140}):(?P<number>\d{1,9})"
)
LAYERS = 10  # Lambda takes five
IMAGE = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.[a-z.]+"
    r"/(?P<name>[a-z0-9][a-z0-9._/-]{1,255}?)(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?"
)
ALIASES = 5  # aliases whose own policies and mappings are asked for
ALIAS = re.compile(r"[\w-]{1,128}")
ANALYZED = 20  # functions of one filter; Access Analyzer takes 20 values (API reference, 2026)
CONCURRENCY = "L-B99A9384"  # concurrent executions of Lambda (Service Quotas, 2026)
SCALABLE = 50  # resources that Application Auto Scaling takes in one call


def of_function(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetFunction, GetFunctionConfiguration."""
    found = asked(answer, scope)
    if found is None:
        return
    if not found.target:  # a throttled callee is the caller's error; the rest is not our business
        yield _of(found, "GetFunctionConcurrency")
        return
    yield from (_of(found, operation) for operation in BESIDE)
    yield from policies(found)
    yield Want.of("lambda.GetAccountSettings", scope.account or "account")
    yield from _named(found, scope)
    yield from _image(text(answer.body, "Code.ImageUri"), scope)
    if found.arn:  # the least urgent
        yield Want.of("accessanalyzer.ListAnalyzers", "analyzers", type="ACCOUNT")
        told = [found.arn]
        operation = "compute-optimizer.GetLambdaFunctionRecommendations"
        yield Want.of(operation, found.name, functionArns=list(told))
        # Where only Service Quotas may be asked: the same number that GetAccountSettings has.
        quota = {"ServiceCode": "lambda", "QuotaCode": CONCURRENCY}
        yield Want.of("service-quotas.GetServiceQuota", "concurrency", **quota)


def policies(found: Asked) -> Iterator[Want]:
    """The function's policy, and that of the version or alias that was asked for."""
    yield _of(found, "GetPolicy")
    if found.qualifier and found.qualifier != "$LATEST":
        yield qualified(found.name, found.told, found.qualifier)


def qualified(name: str, told: str, qualifier: str) -> Want:
    """The policy of a version or alias, which has one of its own."""
    return Want.of("lambda.GetPolicy", name, FunctionName=told, Qualifier=qualifier)


def of_aliases(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListAliases: each has a policy, mappings and a scaling target of its own."""
    told, name = _function_asked(answer)
    aliases = [a for a in texts(answer.body, "Aliases[].Name") if ALIAS.fullmatch(a)]
    if told is None or name is None:
        return
    known = {asking.function_name(f): f for f in scope.functions}
    first = sorted(aliases, key=lambda a: a != scope.qualifier or name not in known)
    for alias in first[:ALIASES]:
        yield qualified(name, told, alias)
        yield Want.of("lambda.ListEventSourceMappings", name, FunctionName=f"{told}:{alias}")
    yield from _scaled(name, aliases)


def of_provisioned(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListProvisionedConcurrencyConfigs: versions may be scaled as well as aliases."""
    _, name = _function_asked(answer)
    arns = texts(answer.body, "ProvisionedConcurrencyConfigs[].FunctionArn")
    versions = [arn.rpartition(":")[2] for arn in arns]
    if name is not None:
        yield from _scaled(name, [v for v in versions if v.isdigit()])


def of_analyzers(answer: Answer, scope: Scope) -> Iterator[Want]:
    """ListAnalyzers: what an analyzer of access from outside found about the functions."""
    arns: list[Json] = [
        asking.function_arn(asking.function_name(f), scope) for f in scope.functions
    ]
    about: dict[str, Json] = {"status": {"eq": ["ACTIVE"]}}
    about |= (
        {"resource": {"eq": arns[:ANALYZED]}}
        if arns
        else {"resourceType": {"eq": ["AWS::Lambda::Function"]}}
    )
    for analyzer in objects(answer.body, "analyzers"):
        arn, name = text(analyzer, "arn"), text(analyzer, "name")
        if arn and name and text(analyzer, "status") == "ACTIVE":
            yield Want.of(
                "accessanalyzer.ListFindings", name, analyzerArn=arn, filter=about, maxResults=100
            )
            return  # a second one finds the same


def of_destinations(answer: Answer, scope: Scope) -> Iterator[Want]:
    """Where failed and finished asynchronous events go."""
    items = [answer.body, *objects(answer.body, "FunctionEventInvokeConfigs")]
    ways = [
        text(item, f"DestinationConfig.{way}.Destination")
        for item in items
        for way in ("OnFailure", "OnSuccess")
    ]
    yield from described(ways, scope)


def _named(found: Asked, scope: Scope) -> Iterator[Want]:
    """Layers, capacity provider, dead-letter queue, and what the variables name."""
    body = found.configuration
    for layer in texts(body, "Layers[].Arn")[:LAYERS]:
        if told := LAYER.fullmatch(layer):
            about = told["layer"].rpartition(":")[2]
            number = int(told["number"])
            yield Want.of(
                "lambda.GetLayerVersion", about, LayerName=told["layer"], VersionNumber=number
            )
    path = "CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig"
    provider = Arn.of(text(body, f"{path}.CapacityProviderArn"))
    if provider and not provider.is_pattern and provider.is_here(scope):
        name = provider.resource.rpartition(":")[2]
        yield Want.of("lambda.GetCapacityProvider", name, CapacityProviderName=provider.text)
    yield from described([text(body, "DeadLetterConfig.TargetArn")], scope)
    yield from settings(inside(body, "Environment.Variables"), scope)


def _image(uri: str | None, scope: Scope) -> Iterator[Want]:
    """The policy of the repository of a container image, as far as it is the account's own."""
    found = IMAGE.fullmatch(uri or "")
    if found and found["region"] == scope.region and found["account"] == scope.account:
        name = found["name"]
        yield Want.of(
            "ecr.GetRepositoryPolicy", name, registryId=found["account"], repositoryName=name
        )


def _scaled(name: str, qualifiers: Iterable[str]) -> Iterator[Want]:
    """Application Auto Scaling of provisioned concurrency."""
    ids = [f"function:{name}:{qualifier}" for qualifier in sorted(set(qualifiers))][:SCALABLE]
    if ids:
        operation = "application-autoscaling.DescribeScalableTargets"
        yield Want.of(operation, name, ServiceNamespace="lambda", ResourceIds=list(ids))


def _function_asked(answer: Answer) -> tuple[str | None, str | None]:
    """FunctionName as it was asked, and the bare name."""
    told = answer.want.parameters.get("FunctionName")
    if not isinstance(told, str) or not told:
        return None, None
    return told, asking.function_name(told)


def _of(found: Asked, operation: str) -> Want:
    return Want.of(f"lambda.{operation}", found.name, FunctionName=found.told)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "lambda.GetFunction": of_function,
    "lambda.GetFunctionConfiguration": of_function,
    "lambda.ListAliases": of_aliases,
    "lambda.ListProvisionedConcurrencyConfigs": of_provisioned,
    "accessanalyzer.ListAnalyzers": of_analyzers,
    "lambda.ListFunctionEventInvokeConfigs": of_destinations,
}
