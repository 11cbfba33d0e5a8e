"""Remedies for a refused call: the least statement, and what it was proved to do."""

from __future__ import annotations

from lambda_triage.checks.grants import grant_remedies
from lambda_triage.findings import GrantAction
from lambda_triage.iam import Policies, Request, parse, principal

ACCOUNT = "111122223333"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/orders"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"
READ = parse(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "sqs:Receive*", "Resource": QUEUE}],
    }
)


def asked(action: str, resource: str | None) -> Request:
    return Request(action, resource, principal(ROLE), context_complete=True)


def test_the_missing_statement_says_what_it_flips_and_what_stays_denied() -> None:
    found = grant_remedies(asked("sqs:SendMessage", QUEUE), Policies(identity=(READ,)))

    told = (
        f"Allow sqs:SendMessage on {QUEUE} in the role's policy: by the policies given, this flips"
        f" the decision to allowed; sqs:ListQueues on {QUEUE} stays denied"
    )
    assert found == (GrantAction(("sqs:SendMessage",), QUEUE, ROLE, "identity", told),)


def test_a_refused_object_stands_for_its_bucket() -> None:
    found = grant_remedies(asked("s3:GetObject", "arn:aws:s3:::data/a/b.csv"), Policies())

    assert [remedy.resource for remedy in found] == ["arn:aws:s3:::data/*"]


def test_a_call_that_the_policies_allow_needs_no_statement() -> None:
    found = grant_remedies(asked("sqs:ReceiveMessage", QUEUE), Policies(identity=(READ,)))

    assert found == ()


def test_without_a_resource_the_statement_names_none() -> None:
    found = grant_remedies(asked("sqs:SendMessage", None), Policies(identity=(READ,)))

    assert [remedy.resource for remedy in found] == [None]
