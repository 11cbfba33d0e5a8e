"""The catalogue: every check by id, one line each. A file that is not listed fails the tests."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from lambda_triage.checks.check import Check
from lambda_triage.errors import CatalogError

CATALOG = (
    "timeouts/cold-only",
    "timeouts/near-limit",
    "timeouts/timed-out",
    "memory/growth",
    "memory/killed",
    "memory/metaspace-exhausted",
    "memory/near-limit",
    "memory/node-heap-exhausted",
    "memory/out-of-memory",
    "memory/over-provisioned",
    "crashes/ended-early",
    "crashes/exit-status",
    "crashes/native-fault",
    "crashes/runtime-exited",
    "crashes/start-loop",
    "init/failed",
    "init/framework-start",
    "init/restore-hook",
    "init/slow-start",
    "init/snapstart-idle",
    "init/timed-out",
    "errors/failed",
    "errors/one-environment",
    "errors/swallowed",
    "access/api-may-not-invoke",
    "access/credentials-expired",
    "access/credentials-refused",
    "access/guardrail-denied",
    "access/identity-denied",
    "access/image-not-readable",
    "access/kms-access-denied",
    "access/kms-key-unusable",
    "access/login-refused",
    "access/resource-policy-denied",
    "access/role-not-assumable",
    "access/signature-expired",
    "access/trigger-may-not-invoke",
    "code/environment-variable-missing",
    "code/event-not-json",
    "code/event-shape",
    "code/object-key-encoded",
    "code/parameter-unset",
    "code/response-not-json",
    "code/unhandled-exception",
    "code/unhandled-promise",
    "data/api-not-deployed",
    "data/api-throttled",
    "data/authorizer-failure",
    "data/cors-blocked",
    "data/integration-timeout",
    "data/malformed-response",
    "data/payload-too-large",
    "files/disk-full",
    "files/no-shared-memory",
    "files/read-only",
    "files/too-many-open",
    "handler/entrypoint-not-started",
    "handler/exec-format-error",
    "handler/exits-without-answer",
    "handler/extension-crash",
    "handler/handler-malformed",
    "handler/handler-not-found",
    "handler/handler-of-another-runtime",
    "network/connect-timeout",
    "network/connection-refused",
    "network/dns-failure",
    "network/efs-mount",
    "network/eni-limit",
    "network/kafka-unreachable",
    "network/peer-blocked",
    "network/read-timeout",
    "network/stale-connection",
    "network/subnet-full",
    "network/tls-cert-error",
    "node/callback-removed",
    "packaging/binary-interface-changed",
    "packaging/binary-loader-missing",
    "packaging/built-for-another-runtime",
    "packaging/class-missing",
    "packaging/code-too-large",
    "packaging/compiled-module-missing",
    "packaging/file-not-readable",
    "packaging/handler-file-missing",
    "packaging/incompatible-versions",
    "packaging/layer-shadows-package",
    "packaging/libc-too-old",
    "packaging/linkage-error",
    "packaging/module-format-mixed",
    "packaging/module-missing",
    "packaging/newer-language",
    "packaging/newer-standard-library",
    "packaging/no-longer-in-runtime",
    "packaging/shared-library-missing",
    "packaging/syntax-error",
    "packaging/wrong-platform-binary",
    "resources/build-failed",
    "resources/capabilities-missing",
    "resources/deployment-rolled-back",
    "resources/environment-too-large",
    "resources/image-unsupported",
    "resources/quota-too-low",
    "resources/resource-not-found",
    "resources/runtime-retired",
    "resources/stack-rolled-back",
    "resources/update-in-progress",
    "resources/visibility-below-timeout",
    "retries/same-request",
    "scaling/connections-exhausted",
    "scaling/downstream-throttled",
    "scaling/parameter-throttled",
    "scaling/recursive-loop",
    "scaling/reserved-limit",
    "scaling/shard-throttled",
    "scaling/switched-off",
    "scaling/throttled",
    "scaling/throttles-metric",
    "streams/iterator-age",
    "streams/poison-record",
)


def load(id: str) -> Check:
    """The check with this id; its module is imported now."""
    family, _, slug = id.partition("/")
    module = import_module(
        f"lambda_triage.checks.{family.replace('-', '_')}.{slug.replace('-', '_')}"
    )
    found = [value for value in vars(module).values() if isinstance(value, Check)]
    if len(found) != 1 or found[0].id != id:
        raise CatalogError(f"{module.__name__} must define exactly one check, named {id!r}")
    return found[0]


@cache
def checks() -> tuple[Check, ...]:
    """All checks, in the order of the catalogue."""
    return tuple(load(id) for id in CATALOG)
