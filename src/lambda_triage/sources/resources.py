"""Which function a line belongs to: names from log groups and streams, joined to known ARNs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import UNNAMED, name
from lambda_triage.sources.files.answer_file import logged_function

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.sources.lane import Lane

GROUP = re.compile(r"(?:^|:)/aws/lambda/(?:us-east-1\.)?(?P<name>[A-Za-z0-9_-]+)")
MADE = re.compile(r"^.+?-(?P<id>[A-Za-z0-9]+)-[A-Za-z0-9]{12,13}$")
CUSTOM_STREAM = re.compile(r"^\d{4}/\d\d/\d\d/(?P<name>[A-Za-z0-9_-]+)\[[^\]]+\][0-9a-f]{32}$")


class Resources:
    """Joins bare names to the ARNs of the configurations at hand; only when exactly one matches.

    A log that names no function belongs to the known one that its file is named for, to the one
    configuration at hand, to the only one in its own folder, else to what its file is named for.

    told  names of functions whose logs these inputs are, as the manifest of a bundle has it
    """

    def __init__(
        self,
        functions: Sequence[FunctionConfiguration],
        inputs: Sequence[str] = (),
        mentioned: frozenset[str] = frozenset(),
        told: Mapping[int, str] | None = None,
    ) -> None:
        self._told = told or {}
        self._inputs = inputs
        self._folders: dict[str, set[str]] = {}
        for function in functions:
            if 0 <= function.input < len(inputs):
                folder = _folder(inputs[function.input])
                self._folders.setdefault(folder, set()).add(function.resource)
        self._arns: dict[str, set[str]] = {}
        for function in functions:
            if function.name:
                self._arns.setdefault(function.name, set()).add(function.resource)
        for key in mentioned:
            self._arns.setdefault(name(key), set()).add(key)
        for keys in self._arns.values():  # an ARN says all that its bare name says
            keys -= {key for key in keys if key.startswith("?:") and len(keys) > 1}
        resources = {key for keys in self._arns.values() for key in keys}
        self._only = next(iter(resources)) if len(resources) == 1 else None
        self.ambiguous: set[str] = set()

    def named(self, name: str) -> str:
        """The key of a function that is known by name only."""
        arns = self._arns.get(name) or self._deployed(name)
        if len(arns) == 1:
            return next(iter(arns))
        if arns:
            self.ambiguous.add(name)
        return f"?:{name}"

    def _deployed(self, name: str) -> set[str]:
        """Functions of a template whose physical name CloudFormation made: `stack-Id-1A2B3C`."""
        made = MADE.match(name)
        return self._arns.get(made["id"], set()) if made else set()

    def known(self, key: str) -> str:
        """The key that logs of the same function have."""
        return self.named(key[2:]) if key.startswith("?:") else key

    def of_lane(self, lane: Lane) -> str:
        """The key of the function whose log a lane is."""
        name = lane.function or group_name(lane.stream.group) or stream_name(lane.stream.name)
        name = name or self._told.get(lane.input)
        if name:
            return self.named(name)
        file = self._inputs[lane.input] if self._inputs else ""
        filed = logged_function(file)  # which may be a person's word for something else
        if filed in self._arns:
            return self.named(filed)
        beside = self._folders.get(_folder(file), set())
        if self._only or len(beside) == 1:
            return self._only or next(iter(beside))
        return self.named(filed) if filed else UNNAMED


def _folder(name: str) -> str:
    """The folder or archive that an input stands in."""
    return re.sub(r"[^/!\\]*$", "", name)


def group_name(group: str | None) -> str | None:
    """Function name out of a log group such as `/aws/lambda/orders`."""
    found = GROUP.search(group) if group else None
    return found["name"] if found else None


def stream_name(stream: str | None) -> str | None:
    """Function name out of a stream of a custom log group: `2024/01/31/orders[12]<32 hex>`."""
    found = CUSTOM_STREAM.match(stream) if stream else None
    return found["name"] if found else None
