"""Who wrote a line: the function, a deployment, a service to its caller, or a local emulator."""

from __future__ import annotations

import re

DEPLOY = re.compile(
    r"\b(?:CREATE|UPDATE|DELETE)_FAILED\b|ROLLBACK_(?:COMPLETE|FAILED|IN_PROGRESS)"
    r"|Resource handler returned message|when calling the (?:Create|Update)\w+ operation"
    r"|(?:creating|updating) Lambda (?:Function|Event Source Mapping)|Stack:arn:aws:cloudformation"
    r"|: deploying\.\.\.|Successfully created/updated stack|(?:Apply|Destroy) complete! Resources: "
    r"|Current State Reason|\bsam (?:build|deploy)\b|\bcdk deploy\b|Serverless Error"
)
SERVICE = re.compile(
    r"Endpoint request timed out|Execution failed due to configuration error"
    r"|Calling the invoke API action failed|blocked by CORS policy"
    r'|"[Mm]essage"\s*:\s*"(?:Internal [Ss]erver [Ee]rror|Forbidden|Missing Authentication Token'
    r"|Endpoint request timed out|Service Unavailable|Too Many Requests)"
)
EMULATOR = re.compile(r"Invoking \S+ \(|Mounting .* as /var/task|Lambda functions? \(\w+\) at http")


def origin(text: str) -> str:
    """function, deploy, service or emulator, by the words of one event."""
    if DEPLOY.search(text):
        return "deploy"
    if SERVICE.search(text):
        return "service"
    if EMULATOR.search(text):
        return "emulator"
    return "function"
