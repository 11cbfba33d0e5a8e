"""API Gateway (REST, HTTP, WebSocket) and load-balancer targets."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class Api(Document, frozen=True, kw_only=True):
    """GetRestApi, GetApi: `protocol` is REST, HTTP or WEBSOCKET. Its resource is the API's id."""

    KIND: ClassVar[str] = "apis"

    title: str | None = told("name|Name", template="Name", terraform="name")
    protocol: str | None = told(
        "ProtocolType", template="ProtocolType", terraform="protocol_type", absent="REST"
    )
    endpoint_types: tuple[str, ...] | None = told(
        "endpointConfiguration.types", template="EndpointConfiguration.Types"
    )
    binary_types: tuple[str, ...] | None = told(
        "binaryMediaTypes", template="BinaryMediaTypes", terraform="binary_media_types"
    )
    policy: Json = told("policy", template="Policy", terraform="policy")
    cors: Json = told("CorsConfiguration", terraform="cors_configuration")
    default_endpoint_off: bool | None = told(
        "disableExecuteApiEndpoint|DisableExecuteApiEndpoint",
        template="DisableExecuteApiEndpoint",
        terraform="disable_execute_api_endpoint",
        absent=False,
    )


class Integration(Document, frozen=True, kw_only=True):
    """GetIntegration of a REST method or an HTTP API. Its resource is the API's id."""

    KIND: ClassVar[str] = "integrations"

    type: str | None = told("type|IntegrationType", template="Type|IntegrationType")
    uri: str | None = told(
        "uri|IntegrationUri", template="Uri|IntegrationUri", terraform="uri|integration_uri"
    )
    timeout_ms: int | None = told(
        "timeoutInMillis|TimeoutInMillis",
        template="TimeoutInMillis",
        terraform="timeout_milliseconds",
    )
    payload_version: str | None = told(
        "PayloadFormatVersion", terraform="payload_format_version", absent="1.0"
    )
    credentials: str | None = told(
        "credentials|CredentialsArn",
        template="Credentials|CredentialsArn",
        terraform="credentials|credentials_arn",
    )
    transfer_mode: str | None = told(
        "responseTransferMode", template="ResponseTransferMode", absent="BUFFERED"
    )
    method: str | None = told("httpMethod|IntegrationMethod", template="IntegrationHttpMethod")
    content_handling: str | None = told(
        "contentHandling|ContentHandlingStrategy",
        template="ContentHandling|ContentHandlingStrategy",
        terraform="content_handling|content_handling_strategy",
    )
    subtype: str | None = told("IntegrationSubtype", terraform="integration_subtype")
    request: Json = told(
        "RequestParameters|requestTemplates",
        template="RequestTemplates|RequestParameters",
        terraform="request_templates|request_parameters",
    )


class Route(Document, frozen=True, kw_only=True):
    """GetMethod, GetRoutes: one method and path. Its resource is the API's id."""

    KIND: ClassVar[str] = "routes"

    key: str | None = told("RouteKey|httpMethod", terraform="route_key")
    target: str | None = told("Target", terraform="target")
    authorization: str | None = told(
        "AuthorizationType|authorizationType", terraform="authorization_type", absent="NONE"
    )
    authorizer: str | None = told("AuthorizerId|authorizerId", terraform="authorizer_id")
    api_key: bool | None = told("ApiKeyRequired|apiKeyRequired", terraform="api_key_required")
    scopes: tuple[str, ...] | None = told("AuthorizationScopes|authorizationScopes")


class Authorizer(Document, frozen=True, kw_only=True):
    """GetAuthorizers. Its resource is the API's id."""

    KIND: ClassVar[str] = "authorizers"

    id: str | None = told("id|AuthorizerId")
    title: str | None = told("name|Name", terraform="name")
    type: str | None = told("type|AuthorizerType", template="Type|AuthorizerType", terraform="type")
    uri: str | None = told("authorizerUri|AuthorizerUri", template="AuthorizerUri")
    ttl_s: int | None = told(
        "authorizerResultTtlInSeconds|AuthorizerResultTtlInSeconds",
        template="AuthorizerResultTtlInSeconds",
        terraform="authorizer_result_ttl_in_seconds",
    )
    identity: Json = told(
        "identitySource|IdentitySource", template="IdentitySource", terraform="identity_source"
    )
    issuer: str | None = told("JwtConfiguration.Issuer", terraform="jwt_configuration.issuer")
    audience: tuple[str, ...] | None = told(
        "JwtConfiguration.Audience", terraform="jwt_configuration.audience"
    )


class Stage(Document, frozen=True, kw_only=True):
    """GetStage. Its resource is the API's id."""

    KIND: ClassVar[str] = "stages"

    stage: str | None = told("stageName|StageName", template="StageName", terraform="stage_name")
    deployment: str | None = told("deploymentId|DeploymentId", template="DeploymentId")
    auto_deploy: bool | None = told("AutoDeploy", terraform="auto_deploy", absent=False)
    access_log: str | None = told(
        "accessLogSettings.destinationArn|AccessLogSettings.DestinationArn",
        template="AccessLogSetting.DestinationArn|AccessLogSettings.DestinationArn",
        terraform="access_log_settings.destination_arn",
    )
    access_format: str | None = told(
        "accessLogSettings.format|AccessLogSettings.Format",
        template="AccessLogSetting.Format|AccessLogSettings.Format",
        terraform="access_log_settings.format",
    )
    created: str | None = told("createdDate|CreatedDate")
    updated: str | None = told("lastUpdatedDate|LastUpdatedDate")
    variables: Json = told("variables|StageVariables", template="Variables|StageVariables")
    rate: float | None = told(
        "methodSettings.*/*.throttlingRateLimit|DefaultRouteSettings.ThrottlingRateLimit",
        template="DefaultRouteSettings.ThrottlingRateLimit",
    )
    caching: bool | None = told("cacheClusterEnabled", template="CacheClusterEnabled", absent=False)
    web_acl: str | None = told("webAclArn")


class Deployments(Document, frozen=True, kw_only=True):
    """GetDeployments: ids and dates of an API's deployments. Its resource is the API's id."""

    KIND: ClassVar[str] = "deployments"

    items: Json = told("items|Items")


class Domain(Document, frozen=True, kw_only=True):
    """GetDomainName, GetDomainNames: a custom domain. Its resource is the domain's name."""

    KIND: ClassVar[str] = "domains"

    statuses: tuple[str, ...] | None = told(
        "domainNameStatus|DomainNameConfigurations[].DomainNameStatus"
    )
    reasons: tuple[str, ...] | None = told(
        "domainNameStatusMessage|DomainNameConfigurations[].DomainNameStatusMessage"
    )
    default_hosts: tuple[str, ...] | None = told(
        "regionalDomainName|DomainNameConfigurations[].ApiGatewayDomainName"
    )


class PathMapping(Document, frozen=True, kw_only=True):
    """GetBasePathMappings, GetApiMappings: what a path of a custom domain leads to.

    Its resource is the domain, which in an answer only the file's name tells.
    """

    KIND: ClassVar[str] = "path_mappings"

    api: str | None = told("restApiId|ApiId", template="RestApiId|ApiId", terraform="api_id")
    stage: str | None = told("stage|Stage", template="Stage", terraform="stage|stage_name")
    base: str | None = told(
        "basePath|ApiMappingKey",
        template="BasePath|ApiMappingKey",
        terraform="base_path|api_mapping_key",
    )


class GatewayResponse(Document, frozen=True, kw_only=True):
    """GetGatewayResponses: what a REST API answers itself. Its resource is the API's id.

    default  True where the API does not change what API Gateway gives
    headers  `gatewayresponse.header.NAME` → value
    """

    KIND: ClassVar[str] = "gateway_responses"

    type: str | None = told("responseType", template="ResponseType", terraform="response_type")
    status: str | None = told("statusCode", template="StatusCode", terraform="status_code")
    default: bool | None = told("defaultResponse")
    headers: Json = told(
        "responseParameters", template="ResponseParameters", terraform="response_parameters"
    )


class UsagePlan(Document, frozen=True, kw_only=True):
    """GetUsagePlans: limits of callers with API keys; the keys themselves are never asked for."""

    KIND: ClassVar[str] = "usage_plans"

    title: str | None = told("name", template="UsagePlanName", terraform="name")
    apis: tuple[str, ...] | None = told("apiStages[].apiId", template="ApiStages[].ApiId")
    rate: float | None = told("throttle.rateLimit", template="Throttle.RateLimit")
    burst: int | None = told("throttle.burstLimit", template="Throttle.BurstLimit")
    quota: int | None = told("quota.limit", template="Quota.Limit")
    period: str | None = told("quota.period", template="Quota.Period")


class TargetGroup(Document, frozen=True, kw_only=True):
    """elbv2: DescribeTargetGroups of type lambda."""

    KIND: ClassVar[str] = "target_groups"

    type: str | None = told("TargetType", terraform="target_type")
    health_check: bool | None = told("HealthCheckEnabled")
    balancers: tuple[str, ...] | None = told("LoadBalancerArns")


class TargetHealth(Document, frozen=True, kw_only=True):
    """elbv2: DescribeTargetHealth, all of one target group.

    Its resource is the target group, which only the file's name tells.
    """

    KIND: ClassVar[str] = "target_health"

    targets: Json = told("TargetHealthDescriptions")
