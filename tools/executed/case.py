"""What an executed case is: a fault to run, and what is known about it."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from lambda_triage.runtime import JSON, LogEvent

# Starts something that listens; yields the address under which it is reached.
Service: TypeAlias = "Callable[[], AbstractContextManager[str]]"
# Evidence beside the log: text, or JSON; or made from the log's events, for times and ids.
Document: TypeAlias = "str | Mapping[str, object] | Callable[[Sequence[LogEvent]], Document]"
Form = Literal["tail", "short", "filter", "get", "viewer", "csv", "plain"]

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
    events: Sequence[JSON]
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


def py(text: str) -> str:
    """Return an indented block as a file."""
    return textwrap.dedent(text).lstrip("\n")


def logged(text: str) -> str:
    """Return an indented block as a module that logs from INFO on."""
    return "import logging\n\nlog = logging.getLogger()\nlog.setLevel(logging.INFO)\n" + py(text)
