"""AWS's documented evaluation logic, case by case: which policies have to say what."""

from __future__ import annotations

import pytest

from lambda_triage.iam import Policies, evaluate, principal
from tests.iam.made import (
    ACCOUNT,
    FOREIGN_QUEUE,
    FUNCTION,
    KEY,
    OTHER,
    QUEUE,
    ROLE,
    ROOT,
    SESSION,
    TARGET_ROLE,
    USER,
    allow,
    deny,
    known,
    policy,
    request,
    statement,
)

SEND = request()
FAR = request(resource=FOREIGN_QUEUE)
DECRYPT = request("kms:Decrypt", KEY)
ASSUME = request("sts:AssumeRole", TARGET_ROLE)
NOTHING = allow("s3:GetObject")


def to(who, action="sqs:SendMessage", **more):
    return allow(action, Principal=who, **more)


def trust(who):
    return policy({"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": who})


CASES = [
    ("nothing allows", SEND, known(), "implicit_deny"),
    ("an identity policy allows", SEND, known(identity=(allow(),)), "allowed"),
    ("a deny outweighs an allow", SEND, known(identity=(allow(), deny())), "explicit_deny"),
    ("a deny of the queue", SEND, known(identity=(allow(),), resource=policy(
        statement(effect="Deny", Principal="*"))), "explicit_deny"),
    ("the queue alone allows the role", SEND, known(resource=to({"AWS": ROLE})), "allowed"),
    ("the queue alone allows the session", SEND, known(resource=to({"AWS": SESSION})), "allowed"),
    ("the queue alone allows everyone", SEND, known(resource=to("*")), "allowed"),
    ("the queue hands it to the account", SEND, known(resource=to({"AWS": ROOT})), "implicit_deny"),
    ("the queue names the account by number", SEND, known(resource=to({"AWS": ACCOUNT})),
     "implicit_deny"),
    ("a boundary does not allow", SEND, known(identity=(allow(),), boundary=NOTHING),
     "implicit_deny"),
    ("a boundary alone gives nothing", SEND, known(boundary=allow()), "implicit_deny"),
    ("a boundary limits what a queue gives a role", SEND,
     known(resource=to({"AWS": ROLE}), boundary=NOTHING), "implicit_deny"),
    ("a boundary does not limit what a queue gives a session", SEND,
     known(resource=to({"AWS": SESSION}), boundary=NOTHING), "allowed"),
    ("a session policy limits what a queue gives a role", SEND,
     known(resource=to({"AWS": ROLE}), session=NOTHING), "implicit_deny"),
    ("a boundary does not limit what a queue gives a user", request(who=USER),
     known(resource=to({"AWS": USER}), boundary=NOTHING), "allowed"),
    ("a boundary denies", SEND, known(resource=to("*"), boundary=deny()), "explicit_deny"),
    ("a session policy does not allow", SEND, known(identity=(allow(),), session=NOTHING),
     "implicit_deny"),
    ("every level of SCPs allows", SEND,
     known(identity=(allow(),), scp=((allow("*"),), (allow("sqs:*"),))), "allowed"),
    ("one level of SCPs does not", SEND,
     known(identity=(allow(),), scp=((allow("*"),), (NOTHING,))), "implicit_deny"),
    ("a level without any SCP", SEND, known(identity=(allow(),), scp=((allow("*"),), ())),
     "implicit_deny"),
    ("an SCP gives nothing", SEND, known(scp=((allow("*"),),)), "implicit_deny"),
    ("an SCP denies", SEND, known(identity=(allow(),), scp=((allow("*"), deny()),)),
     "explicit_deny"),
    ("an RCP denies", SEND, known(identity=(allow(),), rcp=((policy(
        statement("*", Principal="*"), statement(effect="Deny", Principal="*")),),)),
     "explicit_deny"),
    ("SCPs do not bind services", request(who="events.amazonaws.com"),
     known(resource=to({"Service": "events.amazonaws.com"}), scp=((NOTHING,),)), "allowed"),
    ("an endpoint's policy does not allow", SEND,
     known(identity=(allow(),), vpc_endpoint=to("*", "s3:*")), "implicit_deny"),
    ("an endpoint's policy allows", SEND,
     known(identity=(allow(),), vpc_endpoint=to("*", "*")), "allowed"),
    ("root needs no policy", request(who=ROOT), known(), "allowed"),
    ("root is bound by SCPs", request(who=ROOT), known(scp=((NOTHING,),)), "implicit_deny"),
    # Across accounts
    ("only the caller's side", FAR, known(identity=(allow(),)), "implicit_deny"),
    ("only the queue's side", FAR, known(resource=to({"AWS": ROLE})), "implicit_deny"),
    ("both sides, role", FAR, known(identity=(allow(),), resource=to({"AWS": ROLE})), "allowed"),
    ("both sides, account", FAR, known(identity=(allow(),), resource=to({"AWS": ROOT})), "allowed"),
    ("both sides, another account", FAR,
     known(identity=(allow(),), resource=to({"AWS": OTHER})), "implicit_deny"),
    ("a boundary limits across accounts", FAR,
     known(identity=(allow(),), resource=to({"AWS": SESSION}), boundary=NOTHING), "implicit_deny"),
    # Keys and roles keep access to themselves
    ("a key policy that names nobody", DECRYPT, known(identity=(allow("kms:*"),),
     resource=to({"AWS": f"arn:aws:iam::{ACCOUNT}:role/else"}, "kms:*")), "implicit_deny"),
    ("a key policy that hands it to the account", DECRYPT,
     known(identity=(allow("kms:Decrypt"),), resource=to({"AWS": ROOT}, "kms:*")), "allowed"),
    ("a key policy that hands it on, and nobody takes it", DECRYPT,
     known(resource=to({"AWS": ROOT}, "kms:*")), "implicit_deny"),
    ("a key policy that names the role", DECRYPT,
     known(resource=to({"AWS": ROLE}, "kms:Decrypt")), "allowed"),
    ("an alias has no policy", request("kms:CreateAlias",
     f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/a"), known(identity=(allow("kms:*"),)), "allowed"),
    ("grants on the key are not known", DECRYPT,
     Policies(known=known().known - {"kms_grants"}), "unknown"),
    ("a trust policy that names a service only", ASSUME,
     known(identity=(allow("sts:*"),), resource=trust({"Service": "lambda.amazonaws.com"})),
     "implicit_deny"),
    ("a trust policy that names the role", ASSUME, known(resource=trust({"AWS": ROLE})), "allowed"),
    ("a trust policy for the account", ASSUME, known(resource=trust({"AWS": ROOT})),
     "implicit_deny"),
    ("a trust policy for the account, taken up", ASSUME,
     known(identity=(allow("sts:AssumeRole"),), resource=trust({"AWS": ROOT})), "allowed"),
    ("Lambda assumes a role", request("sts:AssumeRole", TARGET_ROLE, "lambda.amazonaws.com"),
     known(resource=trust({"Service": "lambda.amazonaws.com"})), "allowed"),
    ("Lambda may not assume it", request("sts:AssumeRole", TARGET_ROLE, "lambda.amazonaws.com"),
     known(resource=trust({"Service": "ec2.amazonaws.com"})), "implicit_deny"),
    # A function's policy
    ("a service without permission", request("lambda:InvokeFunction", FUNCTION, "s3.amazonaws.com"),
     known(), "implicit_deny"),
    ("permission for an alias only", request("lambda:InvokeFunction", FUNCTION, "s3.amazonaws.com"),
     known(resource=policy(statement("lambda:InvokeFunction", FUNCTION + ":live",
           Principal={"Service": "s3.amazonaws.com"}))), "implicit_deny"),
    ("anonymous callers need everyone", request(who="*"), known(resource=to({"AWS": ROOT})),
     "implicit_deny"),
    ("everyone holds anonymous callers", request(who="*"), known(resource=to("*")), "allowed"),
    # NotPrincipal
    ("everyone but a user", SEND, known(resource=policy(
        {"Effect": "Allow", "NotPrincipal": {"AWS": USER}, "Action": "*", "Resource": "*"})),
     "allowed"),
    ("a deny that spares nobody of ours", SEND, known(identity=(allow(),), resource=policy(
        {"Effect": "Deny", "NotPrincipal": {"AWS": USER}, "Action": "*", "Resource": "*"})),
     "explicit_deny"),
    ("a deny that spares the whole chain", SEND, known(identity=(allow(),), resource=policy(
        {"Effect": "Deny", "NotPrincipal": {"AWS": [ROOT, ROLE, SESSION]}, "Action": "*",
         "Resource": "*"})), "allowed"),
    ("a deny that spares a part of the chain", SEND, known(identity=(allow(),), resource=policy(
        {"Effect": "Deny", "NotPrincipal": {"AWS": ROLE}, "Action": "*", "Resource": "*"})),
     "unknown"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("case", "asked", "policies", "expected"), CASES, ids=[c[0] for c in CASES]
)
def test_decides_as_documented(case, asked, policies, expected) -> None:
    decision = evaluate(asked, policies)

    assert decision.outcome == expected


PATTERNS = [
    ("sqs:sendmessage", QUEUE, "allowed"),
    ("SQS:Send*", QUEUE, "allowed"),
    ("sqs:SendMessag?", QUEUE, "allowed"),
    ("sqs:Send", QUEUE, "implicit_deny"),
    ("sqs:SendMessage", QUEUE.replace("orders", "Orders"), "implicit_deny"),
    ("*", "arn:aws:sqs:*:*:ord*", "allowed"),
    ("*", "arn:aws:sqs:*", "allowed"),
    ("*", "arn:aws:sqs:eu-west-?:*:orders", "allowed"),
    ("*", "arn:aws:s*", "allowed"),
    ("*", "arn:*-1:111122223333:orders", "unknown"),
    ("*", "arn:aws:sns:*:*:ord*", "implicit_deny"),
    ("*", f"{QUEUE}-dead", "implicit_deny"),
]


@pytest.mark.parametrize(("action", "resource", "expected"), PATTERNS)
def test_actions_ignore_case_and_resources_do_not(action, resource, expected) -> None:
    decision = evaluate(SEND, known(identity=(allow(action, resource),)))

    assert decision.outcome == expected


def test_cites_the_statement_that_denies() -> None:
    denying = policy(statement(), statement(effect="Deny", Sid="NoSend"), name="guard")

    decision = evaluate(SEND, known(identity=(denying,)))

    assert decision.reason == (
        f"Statement NoSend of guard denies sqs:SendMessage on {QUEUE} to {SESSION}"
    )


@pytest.mark.parametrize("kind", sorted(known().known - {"kms_grants"}))
def test_a_kind_that_is_not_known_is_named_and_never_allows(kind) -> None:
    policies = Policies(identity=(allow(),), known=known().known - {kind})

    decision = evaluate(SEND, policies)

    assert (decision.outcome, decision.as_known) == ("unknown", "allowed")
    assert len(decision.unresolved) == 1


def test_a_refusal_is_certain_though_more_denies_may_exist() -> None:
    decision = evaluate(SEND, Policies(known=known().known - {"scp"}))

    assert decision.outcome == "implicit_deny"
    assert decision.unresolved == ("service control policies: not all known",)


def test_a_bucket_of_an_unknown_account_is_not_guessed() -> None:
    asked = request("s3:GetObject", "arn:aws:s3:::data/x")

    decision = evaluate(asked, known(identity=(allow("s3:*"),)))

    assert decision.unresolved == ("which account owns the resource",)


def test_a_role_is_known_by_name_where_its_path_is_not() -> None:
    role = f"arn:aws:iam::{ACCOUNT}:role/service-role/orders"
    asked = request()
    session = principal(SESSION)

    decision = evaluate(
        type(asked)(asked.action, asked.resource, session, context_complete=True),
        known(resource=to({"AWS": role})),
    )

    assert decision.outcome == "allowed"


def test_a_resource_that_is_not_known_decides_only_for_all() -> None:
    asked = request(resource=None, resource_account=ACCOUNT)

    outcomes = [
        evaluate(asked, known(identity=(allow(resource=one),))).outcome for one in ("*", QUEUE)
    ]

    assert outcomes == ["allowed", "unknown"]


def test_a_role_of_the_same_name_and_another_path_is_not_taken_for_it() -> None:
    other = f"arn:aws:iam::{ACCOUNT}:role/teams/orders"

    decision = evaluate(SEND, known(resource=to({"AWS": other})))

    assert decision.outcome == "unknown"
