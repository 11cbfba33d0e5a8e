"""Proof of a policy: IAM's own logic allows each call of the mapping, and refuses what is near it.

The calls' resources come from the ARN formats of the Service Authorization Reference, not from the
policy, so that a wrong ARN in the policy shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.iam import (
    EVERY,
    Policies,
    Request,
    evaluate,
    parse,
    principal,
    resource_types,
)
from lambda_triage.pipeline.mappings.written import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.iam import Decision, Policy, Principal
    from lambda_triage.pipeline.mappings.written import Granted, Values, Written

# Names that near misses differ in: what a statement is about, the most particular first.
NAMED = (
    "QueueName", "ConsumerName", "StreamName", "StreamLabel", "TableName", "TopicName", "GroupName",
    "ClusterName", "ClusterUuid", "Uuid", "KeyId", "SecretId", "BucketName", "RegistryName",
    "SchemaName", "LogGroupName", "SubnetId", "SecurityGroupId",
)  # fmt: skip
WILD = "*?"
VIA = "kms:ViaService"
CODE = "lambda:SourceFunctionArn"
OWNER = "s3:ResourceAccount"


class Tried(Struct, frozen=True):
    """One call as it was decided; `by` is the statement that decides, None where none does."""

    action: str
    resource: str
    verdict: str
    by: str | None
    what: str = "the mapping's own call"


class Shown(Struct, frozen=True):
    """One statement: the calls it is for, and calls near them that must not pass."""

    sid: str
    needed: tuple[Tried, ...]
    refused: tuple[Tried, ...]


class Proof(Struct, frozen=True):
    """What the mapping can do and what it cannot, by statement."""

    shown: tuple[Shown, ...]

    @property
    def needed(self) -> tuple[Tried, ...]:
        """Every call that the mapping makes."""
        return tuple(tried for one in self.shown for tried in one.needed)

    @property
    def refused(self) -> tuple[Tried, ...]:
        """Every call that it must not make."""
        return tuple(tried for one in self.shown for tried in one.refused)

    @property
    def holds(self) -> bool:
        """Whether every needed call is allowed and every other one refused."""
        allowed = all(one.verdict == "allowed" for one in self.needed)
        return allowed and all(one.verdict.endswith("_deny") for one in self.refused)


def prove(written: Written) -> Proof:
    """Evaluate the mapping's calls and those near them."""
    court = _Court(written)
    shown: list[Shown] = []
    for one in written.granted:
        calls = _calls(one, written) if one.access.effect == "Allow" else []
        near = [court.decided(call, what) for what, call in _near(one, written)]
        if written.dlq and not shown:
            call = Request("sqs:SendMessage", written.dlq.arn, court.role, context_complete=True)
            near.append(court.decided(call, "to send to the dead-letter queue"))
        shown.append(Shown(one.access.sid, tuple(map(court.decided, calls)), tuple(near)))
    return Proof(tuple(shown))


class _Court:
    """The role with this policy alone."""

    def __init__(self, written: Written) -> None:
        self._policy = parse(written.document, name="the policy")
        self._account = written.where.account
        self._partition = written.where.partition
        self.role = _role(written)

    def decided(self, call: Request, what: str = "the mapping's own call") -> Tried:
        """What IAM would say."""
        every = Policies(identity=(self._policy,), resource=self._of_resource(call), known=EVERY)
        found: Decision = evaluate(call, every)
        by = found.statement.sid if found.statement else None
        return Tried(call.action, call.resource or "*", found.outcome, by, what)

    def _of_resource(self, call: Request) -> Policy | None:
        """Keys leave rights to IAM; owners of another account allow the role, as notes say."""
        foreign = call.owner not in (None, self._account)
        if not foreign and call.service != "kms":
            return None
        root = f"arn:{self._partition}:iam::{self._account}:root"
        who = self.role.name if foreign else root
        return parse(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "*", "Resource": "*"}
                ],
            },
            name="the resource's policy",
        )


def _role(written: Written) -> Principal:
    where = written.where
    return principal(f"arn:{where.partition}:iam::{where.account}:role/{where.function}")


def _calls(one: Granted, written: Written) -> list[Request]:
    """Every call that the statement is for, with names that its patterns stand for."""
    values = {name: tuple(map(_sample, found)) for name, found in one.values.items()}
    return [
        call for action in one.access.actions for call in _requests(one, action, values, written)
    ]


def _requests(one: Granted, action: str, values: Values, written: Written) -> list[Request]:
    role, context = _role(written), _context(one, values, written)
    buckets, account = f"arn:{values['Partition'][0]}:s3:::", written.where.account
    return [
        Request(
            action,
            resource,
            role,
            context,
            context_complete=True,
            resource_account=account if resource.startswith(buckets) else None,
        )
        for resource in _resources(action, values)
    ]


def _resources(action: str, values: Values) -> list[str]:
    """ARNs that the action is authorized on, by the reference's formats; `*` where it has none."""
    types = resource_types(action)
    if not types:
        return ["*"]
    formats = [one.arn.replace("${", "{") for one in types]
    known = [one for one in formats if _fields(one) <= values.keys()]
    return list(dict.fromkeys(arn for one in known for arn in filled(one, values)))


def _fields(template: str) -> set[str]:
    return {part.partition("}")[0] for part in template.split("{")[1:]}


def _context(one: Granted, values: Values, written: Written) -> dict[str, str]:
    """Keys that AWS sets for this call."""
    found = {key: filled(text, values)[0] for key, text in one.access.equals if key != CODE}
    if one.access.via:
        found[VIA] = f"{one.access.via}.{values['Region'][0]}.{written.where.suffix}"
    return found


def _sample(name: str) -> str:
    """A name that the pattern stands for."""
    return name.replace("*", "a1").replace("?", "a")


def _near(one: Granted, written: Written) -> Iterator[tuple[str, Request]]:
    """Calls beside those of the statement, and what is different."""
    values = {name: tuple(map(_sample, found)) for name, found in one.values.items()}
    if one.access.effect == "Deny":
        told = {CODE: written.where.function_arn}
        for action in one.access.actions:
            call = Request(action, "*", _role(written), told, context_complete=True)
            yield "the function's own code", call
        return
    for action in one.access.never:
        for call in _requests(one, action, values, written):
            yield "what no mapping does", call
    first = one.access.actions[0]
    for what, others in _other_values(one):
        changed = {**values, **others}
        for call in _requests(one, first, changed, written):
            if call.resource not in (*_resources(first, values), "*"):
                # Keys of the context stay as they were: only the resource is another.
                yield what, replace(call, context=_context(one, values, written))
    yield from _other_context(one, values, written)


def _other_values(one: Granted) -> Iterator[tuple[str, Values]]:
    for name in NAMED:
        for found in one.values.get(name, ()):
            for other in _others(found):
                yield f"another {name}", {name: (other,)}
    told = {name: found[0] for name, found in one.values.items()}
    partition = "aws" if told["Partition"] != "aws" else "aws-cn"
    yield "another account", {"Account": (_other_account(told["Account"]),)}
    yield "another region", {"Region": (f"{told['Region'][:-1]}9",)}
    yield "another partition", {"Partition": (partition,)}


def _others(name: str) -> list[str]:
    """Names that are nearly this one: longer and shorter; before a pattern's fixed beginning."""
    if not any(sign in name for sign in WILD):
        return [f"{name}-other", name[:-1]] if len(name) > 1 else [f"{name}-other"]
    return [f"other-{_sample(name)}"] if name[0] not in WILD else []


def _other_context(one: Granted, values: Values, written: Written) -> Iterator[tuple[str, Request]]:
    """The same call in circumstances that the statement's conditions shut out."""
    for call in _requests(one, one.access.actions[0], values, written):
        told = dict(call.context)
        if VIA in told:
            direct = {key: value for key, value in told.items() if key != VIA}
            yield "not through the service", replace(call, context=direct)
        for key, _ in one.access.equals:
            if key == OWNER:
                other = _other_account(written.where.account)
                more = {**told, key: other}
                foreign = replace(call, context=more, resource_account=other)
                yield "a bucket of another account", foreign
            else:
                more = {**told, key: f"{told[key]}-other"}
                yield "data of another source", replace(call, context=more)


def _other_account(account: str) -> str:
    return "9" * 12 if account != "9" * 12 else "8" * 12
