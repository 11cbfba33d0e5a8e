"""The name of an answer's file: what was asked, and about what; in a bundle, or saved by hand."""

from __future__ import annotations

import re
from functools import cache

from msgspec import Struct

from lambda_triage.facts.answers import shapes

# As `sources.aws.want.Want.file` makes it: number, service, operation, and what it is about.
FORM = re.compile(
    r"(?:^|[/!\\])\d{10}-(?P<service>[a-z0-9]+)\.(?P<operation>[a-z0-9-]+)"
    r"\.(?P<about>[^/!\\]*)\.json$"
)
# As a person saves it: `get-stage.json`, `07-apigateway_get-stage.a1b2c3.json`.
SAVED = re.compile(
    r"(?:^|[/!\\])(?:\d+-)?(?:[a-z0-9]+[._])?(?P<operation>[a-z]+(?:-[a-z0-9]+)+)"
    r"(?:\.(?P<resource>[^/!\\]+?))?\.(?:json|txt)$"
)
LOGS = ("filter-log-events", "get-log-events")
# What stands for `/aws/lambda/` in the name of a file.
GROUP = re.compile(r"(?:^|.*[/!\\])[_-]aws[_-]lambda[_-](?P<name>[A-Za-z0-9_-]{1,64})\.\w{2,5}$")
PREFIX = re.compile(r"^[_-]?aws[_-]lambda[_-](?=.)")


class AnswerFile(Struct, frozen=True):
    """One answer of a collection.

    operation  in lower case and without hyphens: `applicationautoscaling.describescalabletargets`
    about      name of the resource, or empty
    """

    operation: str
    about: str


def answer_file(name: str) -> AnswerFile | None:
    """What the file's name tells; None for a file that a person named."""
    found = FORM.search(name)
    if found is None:
        return None
    operation = found["operation"].replace("-", "")
    return AnswerFile(f"{found['service']}.{operation}", found["about"])


def is_saved_answer(name: str) -> bool:
    """Whether the file is named for an operation whose answers are read."""
    found = SAVED.search(name)
    return found is not None and found["operation"].replace("-", "") in _operations()


@cache
def _operations() -> frozenset[str]:
    return frozenset(shape.operation.partition(".")[2].lower() for shape in shapes())


def logged_function(name: str) -> str | None:
    """The function whose log events a file has by its name: `filter-log-events.orders.json`,
    `_aws_lambda_orders.json`.
    """
    group = GROUP.match(name)
    if group:
        return group["name"]
    found = SAVED.search(name)
    if found is None or found["operation"] not in LOGS or not found["resource"]:
        return None
    return PREFIX.sub("", found["resource"])
