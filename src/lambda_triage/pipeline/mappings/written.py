"""A policy as it is written: each statement, what it is for, and the names it was made from."""

from __future__ import annotations

from itertools import product
from string import Formatter
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from lambda_triage.pipeline.mappings.given import KEY, given, here

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.pipeline.mappings.access import Access
    from lambda_triage.pipeline.mappings.given import Given
    from lambda_triage.pipeline.mappings.place import Place

Values: TypeAlias = dict[str, tuple[str, ...]]
Statement: TypeAlias = dict[str, "str | list[str] | dict[str, dict[str, str]]"]
# Where the value of kms:ViaService is documented by its host name; elsewhere its end is left open.
_NAMED_SUFFIX = ("aws", "aws-us-gov")


class Granted(Struct, frozen=True):
    """One statement, and the names that it was made from; some names have several values."""

    access: Access
    values: Values
    statement: Statement


class Written(Struct, frozen=True):
    """A policy of the function's role; notes are what else has to hold."""

    where: Place
    granted: tuple[Granted, ...]
    notes: tuple[str, ...] = ()
    dlq: Given | None = None

    @property
    def document(self) -> dict[str, str | list[Statement]]:
        """The policy as IAM takes it."""
        return {"Version": "2012-10-17", "Statement": [one.statement for one in self.granted]}


def trust(where: Place) -> dict[str, object]:
    """The role's trust policy: Lambda, on behalf of this account."""
    return {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Principal": {"Service": "lambda.amazonaws.com"},
                "Action": "sts:AssumeRole",
                "Condition": {"StringEquals": {"aws:SourceAccount": where.account}},
            }
        ],
    }


def grant(row: Access, where: Place, owner: str = "", **names: str) -> Granted:
    """One statement of one value for each name; the owner is the account of its resources."""
    return made(row, where, {name: (value,) for name, value in names.items()}, owner)


def made(
    row: Access, where: Place, names: Mapping[str, tuple[str, ...]], owner: str = ""
) -> Granted:
    """One statement of every combination of the values."""
    values: Values = {
        "Partition": (where.partition,),
        "Region": (where.region,),
        "Account": (owner or where.account,),
        "Home": (where.account,),
        "FunctionArn": (where.function_arn,),
        **names,
    }
    resources = [arn for template in row.on for arn in filled(template, values)]
    statement: Statement = {
        "Sid": row.sid,
        "Effect": row.effect,
        "Action": list(row.actions),
        "Resource": resources[0] if len(resources) == 1 else resources,
    }
    if condition := _condition(row, where, values):
        statement["Condition"] = condition
    return Granted(row, values, statement)


def filled(template: str, values: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The template with every combination of the values it names."""
    names = list(dict.fromkeys(name for _, name, _, _ in Formatter().parse(template) if name))
    return [
        template.format(**dict(zip(names, chosen, strict=True)))
        for chosen in product(*(values[name] for name in names))
    ]


def _condition(row: Access, where: Place, values: Values) -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}
    if row.via and where.partition in _NAMED_SUFFIX:
        via = f"{row.via}.{where.region}.{where.suffix}"
        found.setdefault("StringEquals", {})["kms:ViaService"] = via
    elif row.via:
        found.setdefault("StringLike", {})["kms:ViaService"] = f"{row.via}.{where.region}.*"
    for key, template in row.equals:
        operator = "ArnEquals" if key.endswith("Arn") else "StringEquals"
        found.setdefault(operator, {})[key] = filled(template, values)[0]
    return found


def keyed(
    row: Access, arn: str | None, where: Place, notes: list[str], **names: str
) -> list[Granted]:
    """The statement of a key in the function's region, where one is given. Raises UsageError."""
    if not arn:
        return []
    key = here(given("kms_key_arn", arn, where, KEY), "kms_key_arn", where)
    return [with_key(row, key, where, notes, **names)]


def with_key(row: Access, key: Given, where: Place, notes: list[str], **names: str) -> Granted:
    """The statement of a key, and a note on the key's own policy."""
    if key.account == where.account:
        note = "Keys: each key's policy has to leave rights to IAM, as the default one does."
    else:
        note = f"The policy of the key in account {key.account} has to allow the role itself, too."
    if note not in notes:
        notes.append(note)
    return grant(row, where, key.account, KeyId=key.parts[0], **names)
