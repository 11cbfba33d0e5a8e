"""The configuration of one function, as a document: what is known of it, and how it is known."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class FunctionConfiguration:
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
    subnets: tuple[str, ...] | None = None
    layers: tuple[str, ...] | None = None
    environment: tuple[str, ...] | None = None  # names only, never values
    ephemeral_mb: int | None = None
    snapstart: str | None = None
    snapstart_status: str | None = None
    tracing: str | None = None
    log_format: str | None = None
    role: str | None = None
    kms_key: str | None = None
    code_size: int | None = None  # bytes, zipped
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

    @property
    def is_image(self) -> bool | None:
        """Whether the code is a container image; None when not told."""
        return None if self.package_type is None else self.package_type == "Image"
