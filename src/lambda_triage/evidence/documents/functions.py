"""What belongs to a Lambda function beside its configuration."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told

RETENTION_S = 21_600  # longest age of an asynchronous event (Lambda quotas, 2026)


class InvokeConfig(Document, frozen=True, kw_only=True):
    """Asynchronous invocation: GetFunctionEventInvokeConfig. Its resource is the function."""

    KIND: ClassVar[str] = "invoke_configs"

    qualifier: str | None = told("Qualifier", terraform="qualifier")
    retries: int | None = told("MaximumRetryAttempts", terraform="maximum_retry_attempts", absent=2)
    age_s: int | None = told(
        "MaximumEventAgeInSeconds", terraform="maximum_event_age_in_seconds", absent=RETENTION_S
    )
    on_failure: str | None = told(
        "DestinationConfig.OnFailure.Destination",
        terraform="destination_config.on_failure.destination",
    )
    on_success: str | None = told(
        "DestinationConfig.OnSuccess.Destination",
        terraform="destination_config.on_success.destination",
    )


class Alias(Document, frozen=True, kw_only=True):
    """GetAlias, ListAliases. Its resource is the function."""

    KIND: ClassVar[str] = "aliases"

    alias: str | None = told("Name", terraform="name")
    version: str | None = told("FunctionVersion", terraform="function_version")
    weights: Json = told("RoutingConfig.AdditionalVersionWeights")


class Provisioned(Document, frozen=True, kw_only=True):
    """Provisioned concurrency of one version or alias. Its resource is the function."""

    KIND: ClassVar[str] = "provisioned"

    qualifier: str | None = told("Qualifier|FunctionArn", terraform="qualifier")
    requested: int | None = told(
        "RequestedProvisionedConcurrentExecutions",
        template="ProvisionedConcurrentExecutions",
        terraform="provisioned_concurrent_executions",
    )
    allocated: int | None = told("AllocatedProvisionedConcurrentExecutions")
    available: int | None = told("AvailableProvisionedConcurrentExecutions")
    status: str | None = told("Status")
    reason: str | None = told("StatusReason")


class Concurrency(Document, frozen=True, kw_only=True):
    """GetFunctionConcurrency: reserved concurrency; None in an answer means none is reserved."""

    KIND: ClassVar[str] = "concurrency"

    reserved: int | None = told(
        "ReservedConcurrentExecutions", terraform="reserved_concurrent_executions"
    )


class LayerVersion(Document, frozen=True, kw_only=True):
    """GetLayerVersion, ListLayerVersions. What it does not say fits every function."""

    KIND: ClassVar[str] = "layers"

    runtimes: tuple[str, ...] | None = told("CompatibleRuntimes", terraform="compatible_runtimes")
    architectures: tuple[str, ...] | None = told(
        "CompatibleArchitectures", terraform="compatible_architectures"
    )


class Recursion(Document, frozen=True, kw_only=True):
    """GetFunctionRecursionConfig: `Allow` turns the detection of loops off."""

    KIND: ClassVar[str] = "recursion"

    loop: str | None = told("RecursiveLoop", terraform="recursive_loop", absent="Terminate")


class Url(Document, frozen=True, kw_only=True):
    """GetFunctionUrlConfig. Its resource is the function."""

    KIND: ClassVar[str] = "urls"

    url: str | None = told("FunctionUrl")
    auth: str | None = told("AuthType", terraform="authorization_type")
    mode: str | None = told("InvokeMode", terraform="invoke_mode", absent="BUFFERED")
    origins: tuple[str, ...] | None = told("Cors.AllowOrigins", terraform="cors.allow_origins")
    methods: tuple[str, ...] | None = told("Cors.AllowMethods", terraform="cors.allow_methods")
    headers: tuple[str, ...] | None = told("Cors.AllowHeaders", terraform="cors.allow_headers")
    credentials: bool | None = told("Cors.AllowCredentials", terraform="cors.allow_credentials")


class Limits(Document, frozen=True, kw_only=True):
    """GetAccountSettings: one account's limits and use in one region; of Service Quotas its
    concurrency.
    """

    KIND: ClassVar[str] = "limits"

    concurrent: int | None = told("AccountLimit.ConcurrentExecutions|Value")
    unreserved: int | None = told("AccountLimit.UnreservedConcurrentExecutions")
    storage_limit: int | None = told("AccountLimit.TotalCodeSize")  # bytes
    storage_used: int | None = told("AccountUsage.TotalCodeSize")  # bytes
    functions: int | None = told("AccountUsage.FunctionCount")

    @property
    def thing(self) -> str:
        """The account, whatever the file is called."""
        return self.KIND


class Quota(Document, frozen=True, kw_only=True):
    """Service Quotas: GetServiceQuota, ListServiceQuotas, as it is set for the account."""

    KIND: ClassVar[str] = "quotas"

    code: str | None = told("QuotaCode")
    service: str | None = told("ServiceCode")
    title: str | None = told("QuotaName")
    value: float | None = told("Value")


class CapacityProvider(Document, frozen=True, kw_only=True):
    """GetCapacityProvider: where Managed Instances run."""

    KIND: ClassVar[str] = "capacity_providers"

    state: str | None = told("CapacityProvider.State|State")
    most_vcpu: int | None = told("CapacityProvider.CapacityProviderScalingConfig.MaxVCpuCount")
    architectures: tuple[str, ...] | None = told(
        "CapacityProvider.InstanceRequirements.Architectures"
    )
    allowed_types: tuple[str, ...] | None = told(
        "CapacityProvider.InstanceRequirements.AllowedInstanceTypes"
    )
    subnets: tuple[str, ...] | None = told("CapacityProvider.VpcConfig.SubnetIds")
    security_groups: tuple[str, ...] | None = told("CapacityProvider.VpcConfig.SecurityGroupIds")
