"""The least that is missing: which statement, in which policy, and that it opens nothing else."""

from __future__ import annotations

import pytest

from lambda_triage.iam import Cited, Grant, Missing, Policies, added, evaluate, missing, proof
from tests.iam.made import (
    ACCOUNT,
    FOREIGN_QUEUE,
    FUNCTION,
    KEY,
    OBJECT,
    QUEUE,
    ROLE,
    ROOT,
    TARGET_ROLE,
    allow,
    deny,
    known,
    policy,
    request,
    statement,
)

SEND = request()
IDENTITY = Grant("identity", statement("sqs:SendMessage", QUEUE))
S3 = {"resource_account": ACCOUNT}
SERVICE = "events.amazonaws.com"
RULE = f"arn:aws:events:eu-west-1:{ACCOUNT}:rule/nightly"
LOGS = f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/aws/lambda/orders"
TABLE = f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/orders/index/by-day"


def on_resource(action, resource, who, **more) -> Grant:
    return Grant("resource", statement(action, resource, Principal=who, **more))


def on_role(action, who) -> Grant:
    return Grant("resource", {"Effect": "Allow", "Principal": who, "Action": action})


CASES = [
    (SEND, known(), [IDENTITY]),
    (SEND, known(identity=(allow("sqs:Receive*"),)), [IDENTITY]),
    (SEND, known(boundary=allow("s3:*")), [IDENTITY, Grant("boundary", IDENTITY.statement)]),
    (SEND, known(resource=allow(Principal={"AWS": ROLE}), boundary=allow("s3:*")),
     [Grant("boundary", IDENTITY.statement)]),
    (SEND, known(identity=(allow(),), scp=((allow("*"),), (allow("s3:*"),))),
     [Grant("scp", IDENTITY.statement, 1)]),
    (SEND, known(identity=(allow(),), vpc_endpoint=allow("s3:*", Principal="*")),
     [Grant("vpc_endpoint", statement("sqs:SendMessage", QUEUE, Principal={"AWS": ROLE}))]),
    (request(resource=FOREIGN_QUEUE), known(),
     [Grant("identity", statement("sqs:SendMessage", FOREIGN_QUEUE)),
      on_resource("sqs:SendMessage", FOREIGN_QUEUE, {"AWS": ROLE})]),
    (request(resource=FOREIGN_QUEUE), known(identity=(allow(),)),
     [on_resource("sqs:SendMessage", FOREIGN_QUEUE, {"AWS": ROLE})]),
    (request("kms:Decrypt", KEY), known(resource=allow("kms:*", Principal={"AWS": ROOT})),
     [Grant("identity", statement("kms:Decrypt", KEY))]),
    (request("kms:Decrypt", KEY), known(identity=(allow("kms:*"),)),
     [on_resource("kms:Decrypt", "*", {"AWS": ROLE})]),
    (request("kms:Decrypt", KEY), known(boundary=allow("s3:*")),
     [Grant("boundary", statement("kms:Decrypt", KEY)),
      on_resource("kms:Decrypt", "*", {"AWS": ROLE})]),
    (request("sts:AssumeRole", TARGET_ROLE, "lambda.amazonaws.com"), known(),
     [on_role("sts:AssumeRole", {"Service": "lambda.amazonaws.com"})]),
    (request("lambda:InvokeFunction", FUNCTION, SERVICE, context={"AWS:SourceArn": RULE}), known(),
     [on_resource("lambda:InvokeFunction", FUNCTION, {"Service": SERVICE},
                  Condition={"ArnLike": {"aws:SourceArn": RULE}})]),
    (request("s3:GetObject", OBJECT, **S3), known(),
     [Grant("identity", statement("s3:GetObject", OBJECT))]),
    (request("s3:ListBucket", OBJECT, **S3), known(),
     [Grant("identity", statement("s3:ListBucket", "arn:aws:s3:::orders-data"))]),
    (request("s3:GetObject", "arn:aws:s3:::orders-data", **S3), known(),
     [Grant("identity", statement("s3:GetObject", "arn:aws:s3:::orders-data/*"))]),
    (request("s3:GetObject", "arn:aws:s3:::d/a*b?${x}", **S3), known(),
     [Grant("identity", statement("s3:GetObject", "arn:aws:s3:::d/a${*}b${?}${$}{x}"))]),
    (request("s3:ListAllMyBuckets", None, **S3), known(),
     [Grant("identity", statement("s3:ListAllMyBuckets", "*"))]),
    (request("logs:PutLogEvents", LOGS), known(),
     [Grant("identity", statement("logs:PutLogEvents", f"{LOGS}:log-stream:*"))]),
    (request("dynamodb:Query", TABLE), known(),
     [Grant("identity", statement("dynamodb:Query", TABLE))]),
    (request("sqs:SendMessage", f"https://sqs.eu-west-1.amazonaws.com/{ACCOUNT}/orders"), known(),
     [IDENTITY]),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "policies", "expected"), CASES)
def test_names_the_least_statement_for_each_policy(asked, policies, expected) -> None:
    found = missing(asked, policies)

    assert found == Missing(tuple(expected))


@pytest.mark.parametrize(("asked", "policies", "grants"), CASES)
def test_the_grant_is_proved_and_opens_nothing_beside_it(asked, policies, grants) -> None:
    proved = proof(asked, policies, tuple(grants))

    assert (proved.flips, proved.after.outcome, proved.widened) == (True, "allowed", ())
    assert proved.probes


@pytest.mark.parametrize(("asked", "policies", "grants"), CASES)
def test_no_grant_is_more_than_needed(asked, policies, grants) -> None:
    for left_out in range(len(grants)):
        some = added(policies, tuple(grants[:left_out] + grants[left_out + 1 :]))

        assert missing(asked, some) == Missing((grants[left_out],))


def test_nothing_is_missing_where_the_request_passes() -> None:
    assert missing(SEND, known(identity=(allow(),))) is None


def test_no_statement_helps_against_an_explicit_deny() -> None:
    guard = policy(statement(), statement(effect="Deny", Sid="No"), name="guard")

    found = missing(SEND, known(identity=(guard,)))

    assert found == Missing((), Cited("identity", "guard", 1, "No"))


def test_a_grant_wider_than_the_request_is_found_out() -> None:
    proved = proof(SEND, known(), (Grant("identity", statement("sqs:*", "*")),))

    assert {one.action for one in proved.widened} > {"sqs:SendMessage"}


def test_an_unknown_resource_yields_no_statement() -> None:
    found = missing(request(resource=None, resource_account=ACCOUNT), known())

    assert found == Missing((), None, ("the resource of the request",))


def test_what_is_not_known_is_told_with_the_grant() -> None:
    found = missing(SEND, Policies(known=known().known - {"scp"}))

    assert found == Missing((IDENTITY,), None, ("service control policies: not all known",))


def test_a_proof_stands_on_the_policies_given_and_says_what_else_could_matter() -> None:
    proved = proof(SEND, Policies(known=known().known - {"scp"}), (IDENTITY,))

    assert (proved.flips, proved.after.outcome) == (True, "unknown")


def test_a_denial_without_context_keeps_the_proof_open() -> None:
    guard = deny(Condition={"Bool": {"aws:SecureTransport": "false"}})
    asked = request(context_complete=False)

    proved = proof(asked, known(identity=(guard,)), (IDENTITY,))

    assert (proved.flips, proved.after.unresolved) == (False, ("context key aws:SecureTransport",))
    assert evaluate(request(context={"aws:SecureTransport": "true"}),
                    added(known(identity=(guard,)), (IDENTITY,))).outcome == "allowed"  # fmt: skip
