"""Files in a package that no invocation needs: caches, tests, documentation, type definitions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.checks.check import check
from lambda_triage.checks.code_packages import packages
from lambda_triage.findings import Citation, Finding, FixPackage, Role, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.checks.code_packages import Deployed
    from lambda_triage.checks.scene import Scene

SHARE = 0.1  # of the unzipped size; our choice
LEAST = 5 << 20  # bytes: below, nobody would notice that they are gone
MIB = 1 << 20
# Folders and endings that only building, testing and reading a library needs. Compiled Python
# (`__pycache__`) is no dead weight where it is of the runtime's version, so it is not counted.
# Source: AWS Lambda guide, "Best practices": minimise the package to its runtime necessities.
IDLE = (
    (
        "development tools",
        re.compile(
            r"(?:^|/)node_modules/(?:typescript|@types|webpack|eslint|jest|prettier|mocha"
            r"|@babel|esbuild|aws-cdk(?:-lib)?|serverless|nodemon)/"
        ),
    ),
    ("version control", re.compile(r"(?:^|/)\.(?:git|svn|hg)/")),
    ("caches", re.compile(r"(?:^|/)\.(?:cache|mypy_cache|pytest_cache|ruff_cache|npm)/")),
    ("virtual environments", re.compile(r"^\.?venv/|^env/(?:bin|lib)/")),
    ("tests", re.compile(r"(?:^|/)(?:tests?|__tests__|spec)/")),
    ("documentation", re.compile(r"(?:^|/)(?:docs?|examples?)/|\.(?:md|rst)$")),
    ("type definitions", re.compile(r"\.d\.[cm]?ts$")),
    ("source maps", re.compile(r"\.[cm]?js\.map$")),
)


@check(
    id="packaging/dead-weight",
    title="Much of the package is never used",
    severity=Severity.LOW,
    role=Role.RISK,
    since="0.1",
    reads=("packages",),
)
def dead_weight(scene: Scene) -> Iterator[Finding]:
    for deployed in packages(scene):
        idle = _idle(deployed)
        total, whole = sum(idle.values()), deployed.package.unpacked or 0
        if total < LEAST or total < SHARE * whole:
            continue
        kinds = sorted(idle, key=lambda kind: (-idle[kind], kind))
        text = f"{total / MIB:.0f} of {whole / MIB:.0f} MB of the package are {', '.join(kinds)}"
        told = "Leave them out of the build; a smaller package is fetched and started faster"
        yield Finding(
            resource=deployed.resource,
            summary=text,
            key="weight",
            citations=(Citation(place=deployed.package.at(""), text=text),),
            remedies=(FixPackage("shrink", ", ".join(kinds), told),),
        )


def _idle(deployed: Deployed) -> dict[str, int]:
    """Bytes by kind; each file counts once."""
    sizes: dict[str, int] = {}
    for file in deployed.package.files:
        kind = next((kind for kind, pattern in IDLE if pattern.search(file.path)), None)
        if kind is not None:
            sizes[kind] = sizes.get(kind, 0) + file.size
    return sizes
