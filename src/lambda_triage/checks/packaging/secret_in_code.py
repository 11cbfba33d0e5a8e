"""Sources of a package that hold a key or token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.findings import Citation, EditCode, Finding, Manual, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.scene import Scene

TESTS = ("test", "tests", "fixtures", "examples", "__tests__", "spec")  # folders of invented keys


@check(
    id="packaging/secret-in-code",
    title="The package holds a secret",
    severity=Severity.HIGH,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
)
def secret_in_code(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        for source in deployed.package.sources:
            if not source.secrets or set(source.path.split("/")[:-1]) & set(TESTS):
                continue
            title, line = source.secrets[0]
            more = len(source.secrets) - 1
            beside = f" and {more} more" if more else ""
            yield Finding(
                resource=deployed.resource,
                summary=f"{source.path} holds a secret, for whoever may download the code: {title}"
                f" in line {line}{beside}",
                key=source.path,
                citations=tuple(
                    Citation(
                        place=deployed.package.at(source.path), text=f"{source.path}:{at}: {what}"
                    )
                    for what, at in source.secrets[:5]
                ),
                remedies=(
                    EditCode(
                        "Read it from Secrets Manager or a SecureString parameter during init",
                        source.path,
                        line,
                    ),
                    Manual(
                        f"Replace the {title}: it stands in the repository's history, too",
                        "only who issued it can withdraw it",
                    ),
                ),
            )
