"""What IAM would decide, offline: requests against policies, and the least that is missing. A leaf.

>>> from lambda_triage.iam import EVERY, Policies, Request, evaluate, parse, principal
>>> role = principal("arn:aws:iam::123456789012:role/orders")
>>> queue = "arn:aws:sqs:eu-west-1:123456789012:orders"
>>> read = parse({"Version": "2012-10-17", "Statement": [
...     {"Effect": "Allow", "Action": "sqs:Receive*", "Resource": queue}]}, name="orders-read")
>>> send = Request("sqs:SendMessage", queue, role, context_complete=True)
>>> evaluate(send, Policies(identity=(read,), known=EVERY)).outcome
'implicit_deny'
>>> evaluate(send, Policies(identity=(read,))).outcome
'unknown'
"""

from __future__ import annotations

from lambda_triage.iam.actions import (
    ResourceType,
    access_level,
    authorized_actions,
    iam_actions,
    resource_types,
)
from lambda_triage.iam.document import Condition, Policy, Principals, Selection, Statement, parse
from lambda_triage.iam.evaluate import evaluate
from lambda_triage.iam.missing import Grant, Missing, added, missing
from lambda_triage.iam.policies import EVERY, Cited, Decision, Kind, Outcome, Policies
from lambda_triage.iam.proof import Probe, Proof, proof
from lambda_triage.iam.request import Principal, Request, principal
from lambda_triage.iam.resources import authorized

__all__ = [
    "EVERY",
    "Cited",
    "Condition",
    "Decision",
    "Grant",
    "Kind",
    "Missing",
    "Outcome",
    "Policies",
    "Policy",
    "Principal",
    "Principals",
    "Probe",
    "Proof",
    "Request",
    "ResourceType",
    "Selection",
    "Statement",
    "access_level",
    "added",
    "authorized",
    "authorized_actions",
    "evaluate",
    "iam_actions",
    "missing",
    "parse",
    "principal",
    "proof",
    "resource_types",
]
