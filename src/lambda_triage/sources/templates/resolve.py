"""References in a CloudFormation template → keys of resources, defaults, or *unresolved*."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.naming import name
from lambda_triage.sources.documents.build import UNRESOLVED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

HOLE = re.compile(r"\$\{([^!${}][^${}]{0,255})\}")
DEEPEST = 60  # levels of one value
MOST_FILLED = 16 << 20  # characters put into texts of one template, which may multiply themselves
LAST = ("Arn", "QueueArn", "StreamArn", "TopicArn", "FunctionArn", "GroupId", "Name", "QueueName",
        "AliasArn", "TableName", "LatestStreamArn", "StreamName", "RoleId", "FunctionName",
        "TopicName", "DestinationQueue.Arn")  # fmt: skip  # attributes that stand for the resource


def unresolved(of: str) -> dict[str, Json]:
    """A value that only a deployment knows."""
    return {UNRESOLVED: of}


class Resolver:
    """Knows the parameters' defaults, the mappings and the keys of a template's resources."""

    def __init__(
        self,
        keys: Mapping[str, str],
        parameters: Mapping[str, Json],
        mappings: Mapping[str, Json],
        conditions: Mapping[str, Json],
    ) -> None:
        self._keys = keys
        self._defaults = {
            k: v["Default"] for k, v in parameters.items() if isinstance(v, dict) and "Default" in v
        }
        self._mappings = mappings
        self._conditions = conditions
        self._room = MOST_FILLED
        self.used: set[str] = set()

    def value(self, value: Json, depth: int = 0) -> Json:
        """*value* with every intrinsic function worked out, or marked as unresolved."""
        if depth > DEEPEST:
            return unresolved("nesting")
        if isinstance(value, list):
            found = [self.value(v, depth + 1) for v in value]
            return [v for v in found if v != NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            function, argument = next(iter(value.items()))
            if function == "Ref" or function.startswith("Fn::"):
                return self._function(function, argument, depth)
        worked = {k: self.value(v, depth + 1) for k, v in value.items()}
        return {k: v for k, v in worked.items() if v != NO_VALUE}

    def _function(self, function: str, argument: Json, depth: int) -> Json:
        match function:
            case "Ref":
                return self._ref(str(argument))
            case "Fn::GetAtt":
                return self._attribute(argument)
            case "Fn::Sub":
                return self._sub(argument, depth)
            case "Fn::Join":
                return self._join(self.value(argument, depth + 1))
            case "Fn::If":
                return self._if(argument, depth)
            case "Fn::FindInMap":
                return self._find(self.value(argument, depth + 1))
        return unresolved(function)

    def _ref(self, wanted: str) -> Json:
        if wanted == "AWS::NoValue":
            return NO_VALUE
        if wanted in self._keys:
            self.used.add(wanted)
            return self._keys[wanted]
        if wanted in self._defaults:
            return self._defaults[wanted]
        return f"${{{wanted}}}" if wanted.startswith("AWS::") else unresolved(wanted)

    def _attribute(self, argument: Json) -> Json:
        parts = argument if isinstance(argument, list) else str(argument).split(".", 1)
        head, rest = str(parts[0]), ".".join(str(p) for p in parts[1:])
        if head in self._keys:
            self.used.add(head)
            return self._keys[head] if rest in LAST else unresolved(f"{head}.{rest}")
        return unresolved(head)

    def _sub(self, argument: Json, depth: int) -> Json:
        text, own = argument, {}
        if isinstance(argument, list) and len(argument) == 2:
            text = argument[0]
            own = argument[1] if isinstance(argument[1], dict) else {}
        if not isinstance(text, str):
            return unresolved("Fn::Sub")
        told = {k: self.value(v, depth + 1) for k, v in own.items()}
        missing: list[str] = []

        def fill(hole: re.Match[str]) -> str:
            wanted = hole[1]
            given = told.get(wanted)
            known = (
                given
                if given is not None
                else (self._attribute(wanted) if "." in wanted else self._ref(wanted))
            )
            text = "" if isinstance(known, dict) else str(known)
            if isinstance(known, dict) or not self._fits(len(text)):
                missing.append(wanted)
                return hole[0]
            return name(text) if text.startswith("?:") else text

        whole = HOLE.fullmatch(text)
        if whole and whole[1].partition(".")[0] in self._keys:
            return self._attribute(whole[1]) if "." in whole[1] else self._ref(whole[1])
        filled = HOLE.sub(fill, text)
        return unresolved(", ".join(missing)) if missing else filled

    def _join(self, argument: Json) -> Json:
        if not isinstance(argument, list) or len(argument) != 2:
            return unresolved("Fn::Join")
        parts = argument[1] if isinstance(argument[1], list) else []
        if any(isinstance(p, dict | list) for p in parts):
            return unresolved("Fn::Join")
        plain = [name(str(p)) if str(p).startswith("?:") else str(p) for p in parts]
        if not self._fits(sum(map(len, plain)) + len(plain) * len(str(argument[0]))):
            return unresolved("Fn::Join")
        return str(argument[0] or "").join(plain)

    def _fits(self, length: int) -> bool:
        """Whether a text of this length may still be made."""
        self._room -= length
        return self._room >= 0

    def _if(self, argument: Json, depth: int) -> Json:
        if not isinstance(argument, list) or len(argument) != 3:
            return unresolved("Fn::If")
        one, other = self.value(argument[1], depth + 1), self.value(argument[2], depth + 1)
        return one if one == other else unresolved(str(argument[0]))

    def _find(self, argument: Json) -> Json:
        value: Json = dict(self._mappings)
        for part in argument if isinstance(argument, list) else []:
            value = value.get(part) if isinstance(value, dict) and isinstance(part, str) else None
        return value if value is not None else unresolved("Fn::FindInMap")


NO_VALUE: Json = {"Ref": "AWS::NoValue"}
