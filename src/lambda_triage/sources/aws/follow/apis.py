"""API Gateway in front of a function: paths, stages, authorizers, domains."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.sources.aws.follow import asking
from lambda_triage.sources.aws.follow.arn import Arn
from lambda_triage.sources.aws.follow.body import inside, objects, text
from lambda_triage.sources.aws.want import Want

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.answer import Answer
    from lambda_triage.sources.aws.scope import Scope

# Two calls for each, of the ten a second that API Gateway takes for all of an account's management
# (API Gateway quotas, 2026): 40 are eight seconds.
METHODS = 40
AUTHORIZERS = 5  # functions that decide on requests before the target does
DOMAINS = 10  # whose mappings are asked for; the list has those of other APIs as well
INTEGRATIONS = 40  # whose roles are asked for; most have none


def rest_api(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetRestApi: its methods, stages and authorizers, own errors, and the domains before it."""
    if id := _id(answer, "id"):
        yield Want.of("apigateway.GetResources", id, restApiId=id, embed=["methods"], limit=500)
        yield Want.of("apigateway.GetStages", id, restApiId=id)
        yield Want.of("apigateway.GetAuthorizers", id, restApiId=id)
        yield Want.of("apigateway.GetDeployments", id, restApiId=id, limit=500)
        yield Want.of("apigateway.GetGatewayResponses", id, restApiId=id)
        yield Want.of("apigateway.GetUsagePlans", "plans", limit=500)
        yield Want.of("apigateway.GetDomainNames", "domains", limit=500)


def http_api(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetApi: the same of an HTTP or WebSocket API, whose lists tell all."""
    if id := _id(answer, "ApiId"):
        for told in ("Routes", "Integrations", "Stages", "Authorizers", "Deployments"):
            yield Want.of(f"apigatewayv2.Get{told}", id, ApiId=id)
        yield Want.of("apigatewayv2.GetDomainNames", "domains")


def _id(answer: Answer, name: str) -> str | None:
    """The API's id, as it was answered or asked."""
    asked = answer.want.parameters
    id = text(answer.body, name) or text(asked, "restApiId") or text(asked, "ApiId")
    return id if id and id.isascii() and id.isalnum() else None


class _Method(Struct, frozen=True):
    """A method of a REST API, and the address that it calls where the list tells it."""

    resource: str
    verb: str
    uri: str | None


def methods(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetResources: methods and integrations, those that call the target first.

    A method that is known to call something else is left out, unless a stack is asked about;
    OPTIONS is kept, since browsers ask it before they call the function.
    """
    id = text(answer.want.parameters, "restApiId")
    if id is None:
        return
    found = [m for resource in objects(answer.body, "items") for m in _methods(resource)]
    ranked = sorted(found, key=lambda m: _rank(m, scope))
    for method in islice((m for m in ranked if _rank(m, scope) < OTHER), METHODS):
        asked: dict[str, Json] = {"restApiId": id, "resourceId": method.resource}
        yield Want.of("apigateway.GetIntegration", id, **asked, httpMethod=method.verb)
        yield Want.of("apigateway.GetMethod", id, **asked, httpMethod=method.verb)


OTHER = 3  # rank of a method that has nothing to do with the target


def _methods(resource: dict[str, Json]) -> Iterator[_Method]:
    id = text(resource, "id")
    if id is not None:
        for verb, told in inside(resource, "resourceMethods").items():
            if verb.isascii() and verb.isalpha():
                yield _Method(id, verb, text(told, "methodIntegration.uri"))


def _rank(method: _Method, scope: Scope) -> int:
    own = [asking.function_name(f) for f in scope.functions]
    if method.uri is not None and asking.function_name(_called(method.uri)) in own:
        return 0
    if method.uri is None or not own or "${stageVariables" in method.uri:
        return 2 if method.verb == "OPTIONS" else 1
    return OTHER


def _called(uri: str) -> str:
    """The function's ARN in `arn:…:lambda:path/2015-03-31/functions/ARN/invocations`."""
    return uri.partition("/functions/")[2].removesuffix("/invocations")


def integration(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetIntegration of a REST API: the role with which it calls."""
    yield from asking.role(text(answer.body, "credentials"), scope)


def integrations(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetIntegrations of an HTTP API."""
    for found in islice(objects(answer.body, "Items"), INTEGRATIONS):
        yield from asking.role(text(found, "CredentialsArn"), scope)


def authorizers(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetAuthorizers: the functions that decide, in full, and the roles that call them."""
    told = objects(answer.body, "items") or objects(answer.body, "Items")
    for found in islice(told, AUTHORIZERS):
        uri = text(found, "authorizerUri") or text(found, "AuthorizerUri") or ""
        arn = Arn.of(_called(uri))
        if arn and arn.is_own(scope) and arn.resource.startswith("function:"):
            name = asking.function_name(arn.text)
            yield Want.of("lambda.GetFunction", name, FunctionName=name)
        for key in ("authorizerCredentials", "AuthorizerCredentialsArn"):
            yield from asking.role(text(found, key), scope)


def domains(answer: Answer, scope: Scope) -> Iterator[Want]:
    """GetDomainNames: what their paths lead to."""
    told = objects(answer.body, "items") or objects(answer.body, "Items")
    names = (text(d, "domainName") or text(d, "DomainName") for d in told)
    for name in islice((n for n in names if n), DOMAINS):
        if answer.want.service == "apigateway":
            yield Want.of("apigateway.GetBasePathMappings", name, domainName=name)
        else:
            yield Want.of("apigatewayv2.GetApiMappings", name, DomainName=name)


FOLLOW: Mapping[str, Callable[[Answer, Scope], Iterable[Want]]] = {
    "apigateway.GetRestApi": rest_api,
    "apigateway.GetResources": methods,
    "apigateway.GetIntegration": integration,
    "apigateway.GetAuthorizers": authorizers,
    "apigateway.GetDomainNames": domains,
    "apigatewayv2.GetApi": http_api,
    "apigatewayv2.GetIntegrations": integrations,
    "apigatewayv2.GetAuthorizers": authorizers,
    "apigatewayv2.GetDomainNames": domains,
}
