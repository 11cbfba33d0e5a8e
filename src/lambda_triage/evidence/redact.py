"""Takes secrets out of citations: keys, tokens, passwords, credentials in addresses."""

from __future__ import annotations

import re

from lambda_triage.facts.secrets import SECRETS

HIDDEN = "[hidden]"

# Forms that are secret by their own shape.
SHAPES = (
    re.compile(r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"),  # AWS access key id (IAM guide, unique prefixes)
    re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"),  # JSON Web Token, RFC 7519
    re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\Z)"
    ),
    re.compile(r"\b(?:ghp|gho|ghs|github_pat)_\w{20,}"),
    re.compile(r"\bsk_(?:live|test)_\w{10,}"),
    re.compile(r"\bxox[abprs]-[\w-]{10,}"),
    *(re.compile(secret.pattern) for secret in SECRETS),
)
# `name = value` forms: the name stays, the value goes.
NAMED = re.compile(
    r"(?P<name>[\"']?\b[\w.-]{0,40}?(?:password|passwd|pwd|secret(?:_?access)?_?key|client_?secret"
    r"|api_?key|access_?token|refresh_?token|session_?token|auth_?token|private_?key)\b[\"']?"
    r"\s{0,3}[=:]\s{0,3}[\"']?)(?P<value>[^\s\"',;&}]{3,})",
    re.IGNORECASE,
)
HEADER = re.compile(r"(?P<name>\b(?:Bearer|Basic)\s+)(?P<value>[\w.~+/=-]{8,})")
COOKIE = re.compile(r"(?P<name>\b(?:Set-)?Cookie:\s*)(?P<value>[^\n]{3,})", re.IGNORECASE)
ADDRESS = re.compile(
    r"(?P<name>\b[a-z][a-z0-9+.-]{1,20}://[^\s:/@]{1,80}:)(?P<value>[^\s@/]{1,200})(?=@)"
)


def redact(text: str) -> str:
    """*text* with every known form of secret replaced by `[hidden]`; ids and ARNs stay."""
    for shape in SHAPES:
        text = shape.sub(HIDDEN, text)
    for pattern in (HEADER, COOKIE, ADDRESS, NAMED):
        text = pattern.sub(lambda m: m["name"] + HIDDEN, text)
    return text
