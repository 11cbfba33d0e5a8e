"""What an executed case is: a fault to run, and what is known about it."""

from __future__ import annotations

import hashlib
import textwrap
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager

    from lambda_triage.runtime import LogEvent

# Starts something that listens; yields the address under which it is reached.
Service: TypeAlias = "Callable[[], AbstractContextManager[str]]"
# Evidence beside the log: text, or JSON; or made from the log's events, for times and ids.
Document: TypeAlias = "str | Mapping[str, object] | Callable[[Sequence[LogEvent]], Document]"
Form = Literal["tail", "short", "filter", "get", "viewer", "csv", "plain"]

FIRST_DAY = datetime(2026, 5, 4, tzinfo=UTC)
CLIENT = "aws/aws-lambda-python-runtime-interface-client, run against a local Runtime API"
DEVELOPER_GUIDE = "AWS Lambda Developer Guide, Viewing CloudWatch logs for Lambda functions, 2026"


@dataclass(frozen=True, slots=True)
class Act:
    """One environment after the other, given events.

    after_s      when it begins, in seconds after the case does: acts may overlap
    arrivals     seconds at which the events arrive, in place of one every `every_s`
    host         Python that the host runs before the runtime: a full disk, another user
    bootstrap    file of the code that is executed in place of the Python client
    one_request  all events are attempts of one request
    """

    code: Mapping[str, str | bytes]
    events: Sequence[object]
    handler: str = "app.handler"
    memory_mb: int = 128
    timeout_s: float = 3.0
    environment: Mapping[str, str] = field(default_factory=dict)
    every_s: float = 20.0
    arrivals: Sequence[float] = ()
    after_s: float = 0.0
    version: str = "$LATEST"
    host: str = ""
    bootstrap: str | None = None
    one_request: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A fault and its label; the last act is the function as it is configured now.

    services   the name by which the function knows a service → what stands in for it
    documents  further evidence, composed in the shapes of `sources`
    configured_s  when the function was last modified, in seconds after the case begins
    """

    name: str
    function: str
    cause: str | None
    acts: Sequence[Act]
    story: str
    decoy: str
    also: Sequence[str] = ()
    looks_like: str | None = None
    weighed: bool = False
    form: Form = "tail"
    with_configuration: bool = True
    configured_s: float = -400_000.0
    runtime: str = "python3.11"
    vpc: Mapping[str, object] | None = None
    services: Mapping[str, Service] = field(default_factory=dict)
    documents: Mapping[str, Document] = field(default_factory=dict)
    sources: Sequence[str] = ()


def began(name: str) -> datetime:
    """Return when a case begins: a time of its own, the same in every run."""
    digest = hashlib.sha256(name.encode()).digest()
    day, second = digest[0] % 150, int.from_bytes(digest[1:4], "big") % 86_400
    return FIRST_DAY + timedelta(days=day, seconds=second, milliseconds=digest[4])


def py(text: str) -> str:
    """Return an indented block as a file."""
    return textwrap.dedent(text).lstrip("\n")


def logged(text: str) -> str:
    """Return an indented block as a module that logs from INFO on."""
    return "import logging\n\nlog = logging.getLogger()\nlog.setLevel(logging.INFO)\n" + py(text)
