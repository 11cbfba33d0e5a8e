"""One call that is wanted: what to ask AWS, and about what."""

from __future__ import annotations

import json
import re
import zlib
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Json

UNSAFE = re.compile(r"[^A-Za-z0-9.$@+=_-]")  # never a path, nor what Windows refuses
WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Want(Struct, frozen=True, order=True):
    """A read-only call. Equal wants are made once.

    operation  as botocore's model has it: `lambda.GetFunction`
    about      name or id of the resource that the answer is about, for its file's name
    asked      the parameters as canonical JSON; times in them are RFC 3339
    """

    operation: str
    about: str
    asked: str = "{}"

    @classmethod
    def of(cls, operation: str, about: str, **parameters: Json) -> Want:
        """The want of these parameters; None leaves a parameter out."""
        told = {name: value for name, value in parameters.items() if value is not None}
        return cls(operation, about, json.dumps(told, sort_keys=True, ensure_ascii=False))

    @property
    def parameters(self) -> dict[str, Json]:
        """What is asked, as botocore takes it."""
        found: dict[str, Json] = json.loads(self.asked)
        return found

    @property
    def service(self) -> str:
        """botocore's name of the service."""
        return self.operation.partition(".")[0]

    @property
    def action(self) -> str:
        """botocore's name of the operation."""
        return self.operation.partition(".")[2]

    @property
    def file(self) -> str:
        """Name of the answer's file, by which the operation and the resource are recognised.

        `0123456789-lambda.get-policy.orders.json`: the number tells apart what is asked twice.
        """
        number = zlib.crc32(f"{self.operation} {self.about} {self.asked}".encode())
        verb = WORD.sub("-", self.action).lower()
        about = UNSAFE.sub("_", self.about)[:120]
        service = self.service.replace("-", "")  # a hyphen begins the operation
        return f"{number:010d}-{service}.{verb}.{about}.json"
