"""Who made a call of a trail: Lambda or a function in it, a deployment, a service, a person …"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

# userAgent of SDKs inside a function and of Lambda's own workers; CloudTrail guide, 2026.
LAMBDA = re.compile(r"exec-env/AWS_Lambda|awslambda-worker")
DEPLOYING = re.compile(
    r"terraform|opentofu|pulumi|serverless-framework|\baws-cdk\b|\baws-sam\b|cloudformation\.amaz",
    re.IGNORECASE,
)
SHELL = re.compile(r"aws-cli/|aws-shell|AWSPowerShell|AWS CloudShell|exec-env/CloudShell")
BROWSER = re.compile(r"Mozilla/|S3Console|(?:signin|console)\.amazonaws|AWS-Console|console/")
SESSION = re.compile(r"^arn:aws[\w-]*:sts::\d+:assumed-role/(?P<role>[^/]+)/(?P<session>.+)$")
SINGLE_SIGN_ON = "AWSReservedSSO_"  # roles of IAM Identity Center
INSTANCE = re.compile(r"i-[0-9a-f]{8,17}$")  # session of an EC2 instance's role


def maker(record: Mapping[str, object]) -> str:
    """`lambda`, `deployment`, `service`, `person`, `shell` (a person or a script), or `program`."""
    told = record.get("userIdentity")
    identity = told if isinstance(told, dict) else {}
    agent = str(record.get("userAgent") or "")
    through = f"{identity.get('invokedBy') or ''} {record.get('sourceIPAddress') or ''}"
    if LAMBDA.search(agent) or "lambda.amazonaws.com" in through:
        return "lambda"
    if DEPLOYING.search(f"{agent} {through}"):
        return "deployment"
    if identity.get("type") == "AWSService" or ".amazonaws.com" in through:
        return "service"
    found = SESSION.match(str(identity.get("arn") or ""))
    role, session = (found["role"], found["session"]) if found else ("", "")
    if _is_person(identity, role, session) or BROWSER.search(agent):
        return "person"
    return "shell" if SHELL.search(agent) and not INSTANCE.match(session) else "program"


def _is_person(identity: Mapping[str, object], role: str, session: str) -> bool:
    """Somebody who signed in, or whom nobody knows: anonymous requests bear no identity."""
    if identity.get("type") == "Root" or identity.get("accountId") == "ANONYMOUS_PRINCIPAL":
        return True
    return role.startswith(SINGLE_SIGN_ON) or "@" in session
