"""Policies and requests of one small account, for the tests of policy evaluation."""

from __future__ import annotations

from lambda_triage.iam import EVERY, Policies, Policy, Request, parse, principal

ACCOUNT, OTHER = "111122223333", "444455556666"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/orders"
SESSION = f"arn:aws:sts::{ACCOUNT}:assumed-role/orders/orders-fn"
USER = f"arn:aws:iam::{ACCOUNT}:user/ops/ana"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
QUEUE = f"arn:aws:sqs:eu-west-1:{ACCOUNT}:orders"
FOREIGN_QUEUE = f"arn:aws:sqs:eu-west-1:{OTHER}:orders"
KEY = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TARGET_ROLE = f"arn:aws:iam::{ACCOUNT}:role/target"
FUNCTION = f"arn:aws:lambda:eu-west-1:{ACCOUNT}:function:orders"
OBJECT = "arn:aws:s3:::orders-data/in/1.json"


def statement(action="sqs:SendMessage", resource="*", effect="Allow", **more) -> dict:
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def policy(*statements: dict, name: str = "made", version: str = "2012-10-17") -> Policy:
    return parse({"Version": version, "Statement": list(statements)}, name=name)


def allow(action="sqs:SendMessage", resource="*", **more) -> Policy:
    return policy(statement(action, resource, **more))


def deny(action="sqs:SendMessage", resource="*", **more) -> Policy:
    return policy(statement(action, resource, "Deny", **more))


def request(action="sqs:SendMessage", resource=QUEUE, who=SESSION, **more) -> Request:
    role = ROLE if who == SESSION else None
    return Request(
        action, resource, principal(who, role=role), **{"context_complete": True, **more}
    )


def known(**kinds) -> Policies:
    return Policies(**{"known": EVERY, **kinds})
