"""Values of a template as a local run has them: parameters, conditions, and what stands in.

Stand-ins are SAM's (SAM CLI 1.170, `samcli/lib/intrinsic_resolver`, read 2026-11-21): `Ref` of a
resource is its logical id, pseudo parameters are an example account in a stack named `local`. Two
are not: a resource that the template names goes by that name where `Ref` gives one, and an ARN is
given for functions only, where SAM writes a function's ARN for a table, too.
"""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.runtime.function import ACCOUNT
from lambda_triage.sources.templates.resolve import Resolver, unresolved

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.evidence.documents import Json

    Tree = Mapping[str, Json]

FUNCTIONS = ("AWS::Serverless::Function", "AWS::Lambda::Function")
# Types whose `Ref` is their name, and the property that gives it (CloudFormation guide, 2026-11).
NAMES = dict.fromkeys(FUNCTIONS, "FunctionName") | {
    "AWS::DynamoDB::Table": "TableName", "AWS::Serverless::SimpleTable": "TableName",
    "AWS::S3::Bucket": "BucketName", "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::IAM::Role": "RoleName", "AWS::Kinesis::Stream": "Name", "AWS::SSM::Parameter": "Name",
    "AWS::Events::EventBus": "Name", "AWS::Events::Rule": "Name",
}  # fmt: skip
STORED = "AWS::SSM::Parameter::Value"  # a parameter whose default is a name, not a value
MOST = 10_000  # values of one list
DEEPEST = 60  # conditions inside conditions


class Standin(Struct, frozen=True):
    """What stands for a value that only a deployment knows."""

    of: str
    value: str
    why: str


class Local(Resolver):
    """Works out a template's values; notes in `standins` what stands for something else."""

    def __init__(self, tree: Tree, values: Mapping[str, str], region: str) -> None:
        parameters = part(tree, "Parameters")
        told: dict[str, Json] = {name: {"Default": value} for name, value in values.items()}
        conditions = part(tree, "Conditions")
        super().__init__({}, parameters | told, part(tree, "Mappings"), conditions)
        self._resources = part(tree, "Resources")
        self._named = conditions
        self._stored = {
            name
            for name, body in parameters.items()
            if isinstance(body, dict)
            and name not in values
            and str(body.get("Type", "")).startswith(STORED)
        }
        self._pseudo = _pseudo(region)
        self._naming: set[str] = set()
        self.standins: list[Standin] = []

    def name_of(self, id: str) -> str | None:
        """The name that the template gives a resource; None where it gives none."""
        body = part(self._resources, id)
        given = part(body, "Properties").get(NAMES.get(str(body.get("Type")), ""))
        if given is None or id in self._naming:
            return None
        self._naming.add(id)  # a name may refer to itself
        value = self.value(given)
        self._naming.discard(id)
        return value if isinstance(value, str) and value else None

    def holds(self, condition: Json) -> bool | None:
        """Whether a condition of that name holds; None where that cannot be told."""
        return self._holds({"Condition": condition}, 0)

    def _ref(self, wanted: str) -> Json:
        if wanted in self._pseudo:
            return self._pseudo[wanted]
        if wanted in self._resources:
            name = self.name_of(wanted)
            why = "the name in the template" if name else "its logical id, as SAM has it"
            if part(self._resources, wanted).get("Type") not in NAMES:
                why += "; deployed, it is another: a URL, an ARN or an id"
            return self._stand(wanted, name or wanted, why)
        found = super()._ref(wanted)
        if wanted in self._stored and isinstance(found, str):
            return self._stand(wanted, found, "the name of an SSM parameter, not its value")
        return found

    def _attribute(self, argument: Json) -> Json:
        parts = argument if isinstance(argument, list) else str(argument).split(".", 1)
        head, rest = str(parts[0]), ".".join(str(p) for p in parts[1:])
        if rest == "Arn" and part(self._resources, head).get("Type") in FUNCTIONS:
            name = self.name_of(head) or head
            region = self._pseudo["AWS::Region"]
            arn = f"arn:aws:lambda:{region}:{ACCOUNT}:function:{name}"
            return self._stand(f"{head}.Arn", arn, "an ARN in the example account")
        return unresolved(f"{head}.{rest}")

    def _stand(self, of: str, value: str, why: str) -> str:
        self.standins.append(Standin(of, value, why))
        return value

    def _function(self, function: str, argument: Json, depth: int) -> Json:
        match function:
            case "Fn::Select":
                return self._select(self.value(argument, depth + 1))
            case "Fn::Split":
                return self._split(self.value(argument, depth + 1))
            case "Fn::Base64":
                text = self.value(argument, depth + 1)
                told = isinstance(text, str)
                return base64.b64encode(str(text).encode()).decode() if told else unresolved("")
        return super()._function(function, argument, depth)

    def _select(self, argument: Json) -> Json:
        if isinstance(argument, list) and len(argument) == 2:
            index, values = argument
            values = [*values.split(",")] if isinstance(values, str) else values
            at = int(str(index)) if str(index).isdecimal() else MOST
            if isinstance(values, list) and at < len(values):
                return values[at]
        return unresolved("Fn::Select")

    def _split(self, argument: Json) -> Json:
        if isinstance(argument, list) and len(argument) == 2:
            mark, text = argument
            if isinstance(mark, str) and mark and isinstance(text, str):
                return list(text.split(mark))
        return unresolved("Fn::Split")

    def _if(self, argument: Json, depth: int) -> Json:
        if isinstance(argument, list) and len(argument) == 3:
            holds = self._holds({"Condition": argument[0]}, depth)
            if holds is not None:
                return self.value(argument[1 if holds else 2], depth + 1)
        return super()._if(argument, depth)

    def _holds(self, condition: Json, depth: int) -> bool | None:
        """Whether a condition holds; None where that cannot be told."""
        if depth > DEEPEST or not isinstance(condition, dict) or len(condition) != 1:
            return None
        function, argument = next(iter(condition.items()))
        if function == "Condition":
            return self._holds(self._named.get(str(argument)), depth + 1)
        if function == "Fn::Equals":
            pair = self.value(argument, depth + 1)
            if not isinstance(pair, list) or any(isinstance(v, dict | list) for v in pair):
                return None
            return len(pair) == 2 and plain(pair[0]) == plain(pair[1])
        parts = argument if isinstance(argument, list) else []
        held = [self._holds(one, depth + 1) for one in parts[:10]]
        match function:
            case "Fn::Not" if len(held) == 1 and held[0] is not None:
                return not held[0]
            case "Fn::And":
                return False if False in held else (None if None in held else True)
            case "Fn::Or":
                return True if True in held else (None if None in held else False)
        return None


def _pseudo(region: str) -> dict[str, Json]:
    partition = "aws-cn" if region.startswith("cn-") else "aws"
    partition = "aws-us-gov" if region.startswith("us-gov-") else partition
    suffix = "amazonaws.com.cn" if partition == "aws-cn" else "amazonaws.com"
    stack = f"arn:{partition}:cloudformation:{region}:{ACCOUNT}:stack/local/00000000"
    return {
        "AWS::AccountId": ACCOUNT,
        "AWS::Partition": partition,
        "AWS::Region": region,
        "AWS::StackName": "local",
        "AWS::StackId": stack,
        "AWS::URLSuffix": suffix,
    }


def plain(value: Json) -> str:
    """A scalar as Lambda and CloudFormation write it: `true`, not `True`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def part(body: Tree, name: str) -> dict[str, Json]:
    """The object at a key; empty where there is none."""
    value = body.get(name)
    return value if isinstance(value, dict) else {}
