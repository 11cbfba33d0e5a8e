"""What there is to run: a function's configuration, and the variables Lambda gives it."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct, field

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON: TypeAlias = "dict[str, JSON] | list[JSON] | str | int | float | bool | None"

# An account number that AWS's own documentation uses for examples.
ACCOUNT = "123456789012"
REGION = "eu-west-1"


class Function(Struct, frozen=True):
    """A function as Lambda would be configured with it; the defaults are Lambda's own.

    task_dir     folder with the code: the working directory, as /var/task is in Lambda
    environment  the function's own variables; Lambda's reserved ones win over them
    bootstrap    an executable that speaks the Runtime API, instead of AWS's Python client
    layers       their unpacked folders, the first layer first; there is no /opt
    brought      folder of what Lambda's Python brings (`brought.py`); this interpreter's own
                 packages are then hidden
    """

    name: str
    handler: str
    task_dir: Path
    memory_mb: int = 128
    timeout_s: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict)
    runtime: str = "python3.11"
    bootstrap: Path | None = None
    layers: tuple[Path, ...] = ()
    brought: Path | None = None
    region: str = REGION

    @property
    def arn(self) -> str:
        """The unqualified ARN, in the example account."""
        return f"arn:aws:lambda:{self.region}:{ACCOUNT}:function:{self.name}"

    @property
    def log_group(self) -> str:
        """Where Lambda would write."""
        return f"/aws/lambda/{self.name}"


def variables(function: Function, stream: str, api: str) -> dict[str, str]:
    """Return the whole environment of the runtime process: the function's, then the reserved ones.

    Nothing is inherited from the caller: no credentials, no proxy, no PYTHONPATH.
    Source: Lambda Developer Guide, "Defined runtime environment variables".
    """
    task_root = str(function.task_dir.resolve())
    return {
        "LANG": "en_US.UTF-8",
        "TZ": ":UTC",
        "PYTHONDONTWRITEBYTECODE": "1",  # Lambda's task directory is read-only
        **function.environment,
        **_searched(function),
        "_HANDLER": function.handler,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_mb),
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": function.log_group,
        "AWS_LAMBDA_LOG_STREAM_NAME": stream,
        "AWS_LAMBDA_RUNTIME_API": api,
        "AWS_REGION": function.region,
        "LAMBDA_TASK_ROOT": task_root,
    }


def _searched(function: Function) -> dict[str, str]:
    """Search paths: the function's own value first, then its layers, the last of them first.

    Source: Lambda Developer Guide, "Layer paths for each Lambda runtime"; a later layer hides the
    files of an earlier one.
    """
    given, layers = function.environment, [folder.resolve() for folder in function.layers[::-1]]
    site = f"python/lib/python{sys.version_info.major}.{sys.version_info.minor}/site-packages"
    brought = "" if function.brought is None else str(function.brought.resolve())
    programs = os.pathsep.join((str(Path(sys.executable).parent), os.defpath))
    paths = {
        "PATH": (given.get("PATH", programs), *_below(layers, "bin")),
        "PYTHONPATH": (given.get("PYTHONPATH", ""), *_below(layers, "python", site), brought),
        "LD_LIBRARY_PATH": (given.get("LD_LIBRARY_PATH", ""), *_below(layers, "lib")),
    }
    joined = {name: os.pathsep.join(filter(None, path)) for name, path in paths.items()}
    return {name: path for name, path in joined.items() if path}


def _below(layers: list[Path], *folders: str) -> list[str]:
    return [str(layer / folder) for layer in layers for folder in folders]
