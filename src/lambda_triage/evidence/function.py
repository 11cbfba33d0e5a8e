"""The configuration of one function, as a document: what is known of it, and how it is known."""

from __future__ import annotations

from msgspec import Struct, field

# Environment variables whose values say how the runtime, an extension or an SDK behaves.
SETTINGS = frozenset({
    "AWS_LAMBDA_EXEC_WRAPPER", "NODE_OPTIONS", "JAVA_TOOL_OPTIONS", "PORT", "AWS_LWA_PORT",
    "AWS_LWA_READINESS_CHECK_PORT", "AWS_LWA_READINESS_CHECK_PATH", "AWS_LWA_INVOKE_MODE",
    "AWS_LWA_ASYNC_INIT", "AWS_MAX_ATTEMPTS", "AWS_RETRY_MODE", "AWS_STS_REGIONAL_ENDPOINTS",
    "AWS_NODEJS_CONNECTION_REUSE_ENABLED", "PYTHONPATH", "LD_LIBRARY_PATH", "NODE_PATH",
    "POWERTOOLS_LOG_LEVEL", "LOG_LEVEL", "POWERTOOLS_LOGGER_LOG_EVENT", "POWERTOOLS_DEV",
    "AWS_USE_DUALSTACK_ENDPOINT", "NODE_EXTRA_CA_CERTS", "OTEL_TRACES_SAMPLER", "TZ",
})  # fmt: skip


class FunctionConfiguration(Struct, frozen=True):
    """Fields of GetFunctionConfiguration; None is unknown, never a default.

    A *complete* document is AWS's own answer: what it leaves out is absent (no VpcConfig means no
    VPC). A *partial* one (a template, a note) leaves unknown what it does not say.
    """

    resource: str
    complete: bool
    name: str | None = None
    runtime: str | None = None
    handler: str | None = None
    timeout_s: int | None = None
    memory_mb: int | None = None
    architecture: str | None = None
    package_type: str | None = None
    vpc: bool | None = None
    vpc_id: str | None = None
    subnets: tuple[str, ...] | None = None
    security_groups: tuple[str, ...] | None = None
    layers: tuple[str, ...] | None = None
    environment: tuple[str, ...] | None = None  # names only, never values
    environment_bytes: int | None = None  # names and values together
    secrets: tuple[tuple[str, str], ...] | None = None  # variables that hold one, and its kind
    settings: tuple[tuple[str, str], ...] = ()  # values of SETTINGS, which hold no secrets
    ephemeral_mb: int | None = None
    snapstart: str | None = None
    snapstart_status: str | None = None
    tracing: str | None = None
    log_format: str | None = None
    log_group: str | None = None
    log_level: str | None = None  # of the application, JSON format only
    dead_letter: str | None = None
    file_systems: tuple[str, ...] | None = None  # ARNs of access points
    description: str | None = None
    image_command: tuple[str, ...] | None = None
    capacity_provider: str | None = None  # Managed Instances
    durable: bool | None = None
    runtime_version: str | None = None
    role: str | None = None
    kms_key: str | None = None
    code_size: int | None = None  # bytes, zipped
    code_sha256: str | None = None  # of the archive or image, base64
    state: str | None = None
    state_reason_code: str | None = None
    state_reason: str | None = None
    last_update_status: str | None = None
    last_update_reason_code: str | None = None
    last_update_reason: str | None = None
    last_modified_us: int | None = None
    version: str | None = None
    reserved_concurrency: int | None = None
    trigger: str | None = None
    notes: dict[str, str] = field(default_factory=dict)  # reported, may support, never conclude
    input: int = -1
    path: str = ""

    def setting(self, name: str) -> str | None:
        """The value of an environment variable that SETTINGS names; None when unset or unknown."""
        return dict(self.settings).get(name)

    @property
    def is_image(self) -> bool | None:
        """Whether the code is a container image; None when not told."""
        return None if self.package_type is None else self.package_type == "Image"
