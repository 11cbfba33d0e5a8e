"""Where the SAM CLI is, whether it is new enough, and the environment it is run in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.pipeline.target import Access

VARIABLE = "LAMBDA_TRIAGE_SAM"
LEAST = (
    1,
    100,
)  # 2023-10: `sam remote invoke --output json` is older (1.88), as are all flags used
VERSION = re.compile(r"version (\d+)\.(\d+)")
VERSION_S = 60  # seconds; a cold start of SAM takes several
INSTALL = "pipx install aws-sam-cli"
# Wide tables, so that SAM breaks no reason of CloudFormation into pieces.
WIDE = "1200"
QUIET = {
    "SAM_CLI_TELEMETRY": "0",
    "SAM_CLI_CHECK_VERSION_UPDATES": "0",
    "COLUMNS": WIDE,
    "NO_COLOR": "1",
    "PYTHONIOENCODING": "utf-8",
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}


def sam(environment: Mapping[str, str] = os.environ) -> str:
    """The program: $LAMBDA_TRIAGE_SAM, else on PATH, else beside this Python. Raises UsageError."""
    named = environment.get(VARIABLE)
    if named:
        found = shutil.which(named, path=environment.get("PATH"))
        if found is None:
            raise UsageError(f"{VARIABLE}={named[:200]} is no program; name the file `sam`")
        return found
    here = str(Path(sys.executable).parent)
    for place in (environment.get("PATH"), here):
        found = shutil.which("sam", path=place) if place else None
        if found:
            return found
    raise UsageError(
        f"the SAM CLI is not installed: {INSTALL} (or name its program in {VARIABLE}), then try"
        " again"
    )


def checked(program: str, environment: Mapping[str, str] = os.environ) -> str:
    """The program, when it is the SAM CLI and not too old. Raises UsageError."""
    try:
        told = subprocess.run(  # noqa: S603  # a program that was found, and one constant
            [program, "--version"],
            env={**environment, **QUIET},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=VERSION_S,
            check=False,
        ).stdout.decode("utf-8", "replace")
    except (OSError, subprocess.TimeoutExpired):
        told = ""
    found = VERSION.search(told) if "SAM CLI" in told else None
    if found is None:
        raise UsageError(f"{program} is not a working SAM CLI; {INSTALL}, or set {VARIABLE}")
    version = int(found[1]), int(found[2])
    if version < LEAST:
        least = ".".join(map(str, LEAST))
        raise UsageError(
            f"{program} is SAM CLI {found[1]}.{found[2]}, and {least} is the oldest that works;"
            " upgrade aws-sam-cli"
        )
    return program


def surroundings(
    who: Access | None = None, environment: Mapping[str, str] = os.environ
) -> dict[str, str]:
    """The environment SAM runs in: no telemetry, wide tables, a role where one was named."""
    told = {**environment, **QUIET}
    if "AWS_REGION" in told and not (who and who.profile):
        told.setdefault("AWS_DEFAULT_REGION", told["AWS_REGION"])  # boto3 reads only the latter
    if who is None or not who.role_arn:
        return told
    from lambda_triage.sources.aws.lent import lent

    for name in ("AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_SESSION_TOKEN"):
        told.pop(name, None)
    return {**told, **lent(who.profile, who.region, who.role_arn)}
