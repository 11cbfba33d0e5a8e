"""Who refused a poller is told by what Lambda documents, and by nothing less."""

from __future__ import annotations

import pytest

from lambda_triage.checks.refused_polls import refusal
from lambda_triage.evidence.documents import Mapping

BROKER = "arn:aws:mq:eu-west-1:111122223333:broker:tickets:b-1"
CLUSTER = "arn:aws:kafka:eu-west-1:111122223333:cluster/tickets/1-1"
DENIED = "PROBLEM: Access denied to the schema registry"
LOGIN = "PROBLEM: EVENT_SOURCE_AUTHN_ERROR"


def mapping(source: str, **told: str) -> Mapping:
    return Mapping(resource="?:m", source=source, **told)


@pytest.mark.parametrize(
    ("source", "told", "wanted"),
    [
        (BROKER, {"reason": "EVENT_SOURCE_AUTHN_ERROR"}, "login"),
        (BROKER, {"reason": "EVENT_SOURCE_AUTHZ_ERROR"}, "rights"),
        (BROKER, {"last_result": LOGIN}, "login"),
        (BROKER, {"last_result": "PROBLEM: Connection error"}, None),
        (BROKER, {"last_result": "PROBLEM: Function call failed"}, None),
        (CLUSTER, {"last_result": DENIED}, "registry"),
        (CLUSTER, {"last_result": "PROBLEM: Schema registry timed out"}, None),
        (CLUSTER, {"last_result": "PROBLEM: SASL authentication failed"}, None),
    ],
)
def test_each_refusal_is_told_from_other_problems(
    source: str, told: dict[str, str], wanted: str | None
) -> None:
    assert refusal(mapping(source, **told)) == wanted


def test_the_reason_of_an_earlier_stop_is_no_refusal() -> None:
    now = mapping(BROKER, state="Enabled", last_result="OK", reason="EVENT_SOURCE_AUTHN_ERROR")

    assert refusal(now) is None
