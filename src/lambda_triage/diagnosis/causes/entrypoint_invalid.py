"""The program in the image or the custom runtime is not a Lambda runtime."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.diagnosis.hypothesis import Hypothesis, Weight
from lambda_triage.diagnosis.places import configured
from lambda_triage.findings import EditCode, Remedy

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.diagnosis.facts import Facts

OWN = ("provided", "go")  # runtimes whose program has to run the loop itself


def weigh(facts: Facts) -> Iterator[Weight]:
    function, outcomes = facts.function, facts.outcomes
    if function is not None and function.is_image:
        cited = configured(facts, "PackageType", "")
        yield Weight(1.2, "the code is a container image", "package", cited)
    elif facts.runtime and not _took_no_handler(facts):
        own = facts.runtime.startswith(OWN)
        cited = configured(facts, "Runtime", "")
        yield Weight(1.2 if own else -4.0, f"the runtime is {facts.runtime}", "package", cited)
    if facts.found("handler/exits-without-answer", "handler/entrypoint-not-started"):
        yield Weight(1.0, "the program ended without asking for an invocation", "exit")
    if outcomes and outcomes.crashes + outcomes.init_failures:
        if outcomes.ok == 0:
            yield Weight(0.8, "no invocation ever succeeded", "share")
        else:
            yield Weight(-4.0, f"{outcomes.ok} invocations succeeded", "share")


def _took_no_handler(facts: Facts) -> bool:
    """Whether it ended as the entry point of a base image does, whatever runtime is told."""
    ended = facts.found("handler/exits-without-answer")
    return any(f.fact("status") == "142" for f in ended)


def summary(facts: Facts) -> str:
    return "The program does not run Lambda's invocation loop: it starts, and ends by itself."


def propose(facts: Facts) -> tuple[Remedy, ...]:
    return (
        EditCode(
            "run the runtime loop: lambda.Start, lambda_runtime::run, a runtime interface client,"
            " or the Lambda Web Adapter for a server"
        ),
    )


ENTRYPOINT_INVALID = Hypothesis(
    "entrypoint_invalid",
    ("crash", "init_failure"),
    -2.5,
    weigh,
    summary,
    propose,
    (("functions", "whether the code is an image or a custom runtime"),),
)
