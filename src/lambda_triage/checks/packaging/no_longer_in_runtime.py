"""Imports of modules that older runtimes brought and the configured one does not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.facts.removed_modules import replacement
from lambda_triage.findings import EditCode, FixPackage, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

GONE = (
    r"botocore\.vendored|distutils|imp|asyncore|asynchat|smtpd|cgi|crypt|imghdr|pipes|telnetlib"
    r"|pkg_resources"
)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    module = signal.captures.get("module", "the module")
    package = {"botocore.vendored": "requests", "distutils": "setuptools"}.get(module, module)
    advice = replacement(module) or "replace it"
    return (
        EditCode(f"Instead of {module}: {advice}"),
        FixPackage("add", package, f"Or package {package} with the function until it is replaced"),
    )


NO_LONGER_IN_RUNTIME = signature_check(
    id="packaging/no-longer-in-runtime",
    title="A module that newer runtimes no longer bring",
    severity=Severity.CRITICAL,
    cause="import_module_missing",
    since="0.1",
    messages=(
        message(
            "node",
            "Cannot find module ",
            "Cannot find package ",
            pattern=r"Cannot find (?:module|package) \\?['\"](?P<module>aws-sdk)(?:/[\w./-]+)?"
            r"\\?['\"]",
            source="AWS Lambda guide: nodejs18.x and later bring the AWS SDK v3 only, 2022",
        ),
        message(
            "python",
            "No module named",
            pattern=rf"No module named \\?['\"]?(?P<module>{GONE})\b",
            source="Python 3.12 and 3.13 release notes, Removals; PEP 594; PEP 632",
        ),
        message(
            "vendored",
            "botocore.vendored",
            pattern=r"cannot import name \\?'?\w+\\?'? from \\?'?(?P<module>botocore\.vendored)",
            source="botocore 1.13 changelog: vendored requests removed, 2019",
        ),
    ),
    summary="{module} is imported, which the runtime no longer brings",
    fix=_fix,
)
