"""Forms of keys and tokens that are secret by their own shape, and who defines them."""

from __future__ import annotations

from msgspec import Struct

from lambda_triage.facts.service_secrets import SERVICES

MARK = "[bcdfghjklmnpqrstvwxz]{8}"  # what a token ends in: letters only, so that it is no number


class Secret(Struct, frozen=True):
    """One form.

    literals  text that always stands in it; caseless where its case is free
    pattern   the secret in linear time, with a group around it where its name goes before;
              examples of manuals and masks do not fit
    """

    name: str
    title: str
    literals: tuple[str, ...]
    pattern: str
    source: str
    caseless: bool = False

    @property
    def told(self) -> tuple[str, ...]:
        """Its literals, and how its token begins where it has been redacted."""
        return (*self.literals, f"[{self.name}-")

    @property
    def seen(self) -> str:
        """The pattern, or its token: what was found before redaction is found after it."""
        return rf"{self.pattern}|\[{self.name}-{MARK}\]"


_QUOTE = r"[\"'\\]{0,3}"
_IS = rf"{_QUOTE}\s{{0,3}}[:=]\s{{0,3}}{_QUOTE}"
# After AKIA stands the account in base 32: keys made since 2019 begin with Q to 7, older with I, J.
_ACCOUNT = "IJQRSTUVWXYZ234567"
_ALNUM = "0123456789abcdefghijklmnopqrstuvwxyz"
_SCHEMES = (
    "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss",
    "amqp", "amqps",
)  # fmt: skip

SECRETS = (
    Secret(
        "aws-key-id",
        "AWS access key id of a user",
        tuple(f"AKIA{c}" for c in _ACCOUNT),
        r"\bAKIA(?![A-Z0-9]{9}EXAMPLE)[A-Z2-7]{16}\b",
        "IAM user guide, unique ids (AKIA: long-term key), 2026",
    ),
    Secret(
        "aws-secret-key",
        "AWS secret access key",
        ("SecretAccessKey", "secret_access_key"),
        rf"(?i:secret_?access_?key){_IS}([A-Za-z0-9/+]{{30}}(?!EXAMPLEKEY)[A-Za-z0-9/+]{{10}})"
        r"(?![A-Za-z0-9/+])",
        "IAM user guide, access keys: 40 characters, 2026",
        caseless=True,
    ),
    Secret(
        "aws-session-token",
        "AWS session token",
        ("session_token", "SessionToken", "Security-Token"),
        rf"(?i:session_?token|security-token){_IS}([A-Za-z0-9/+=%]{{100,4000}})",
        "STS API reference, Credentials, 2026",
        caseless=True,
    ),
    Secret(
        "jwt",
        "JSON Web Token with its signature",
        ("eyJhbGciOi", "eyJ0eXAiOi", "eyJraWQiOi"),
        r"\beyJ[\w-]{10,2000}\.eyJ[\w-]{10,6000}\.[\w-]{20,1000}",
        'RFC 7519: base 64 of {"alg": …}, {"typ": …} or {"kid": …}',
    ),
    Secret(
        "basic",
        "user name and password of HTTP Basic authentication",
        ("Basic ",),
        rf"\b(?i:authorization){_IS}Basic ([A-Za-z0-9+/]{{8,400}}={{0,2}})",
        "RFC 7617, Basic authentication",
    ),
    Secret(
        "private-key",
        "private key",
        ("PRIVATE KEY-----",),
        r"-----BEGIN (?:[A-Z]{2,12} ){0,2}PRIVATE KEY-----(?:\\[nr]|\s){1,4}([A-Za-z0-9+/=]{20,})",
        "RFC 7468, PEM of private keys",
    ),
    Secret(
        "url-password",
        "password in an address",
        tuple(f"{scheme}://" for scheme in _SCHEMES),
        rf"\b(?:{'|'.join(s.replace('+', '[+]') for s in reversed(_SCHEMES))})://[^\s:/@\"']{{0,80}}"
        r":(?![*•xX]{3}|\[|<|\$|%[({]|\{)([^\s@/\"']{3,200})@",
        "RFC 3986, user information of an address",
    ),
    Secret(
        "github",
        "GitHub token",
        ("github_pat_", *(f"gh{kind}_{c}" for kind in "psour" for c in _ALNUM)),
        r"\b(?:gh[psour]_[A-Za-z0-9]{36,255}|github_pat_\w{22,255})\b",
        "GitHub documentation, token formats, 2026",
        caseless=True,
    ),
    Secret(
        "gitlab",
        "GitLab token",
        ("glpat-", "glrt-", "gldt-", "glptt-", "glcbt-", "glimt-", "glsoat-", "glagent-"),
        r"\bgl(?:pat|rt|dt|ptt|cbt|imt|soat|agent)-[\w.-]{20,300}",
        "GitLab documentation, token prefixes, 2026",
    ),
    Secret(
        "slack",
        "Slack token or webhook",
        ("xoxb-", "xoxp-", "hooks.slack.com/services/"),
        r"\bxox[bp]-\d{8,20}-[\w-]{10,200}|hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{20,}",
        "Slack API documentation, token types and incoming webhooks, 2026",
    ),
    Secret(
        "stripe",
        "Stripe live key",
        ("sk_live_", "rk_live_"),
        r"\b[rs]k_live_\w{16,250}",
        "Stripe documentation, API keys, 2026",
    ),
    Secret(
        "google",
        "Google API key",
        ("AIzaSy",),
        r"\bAIzaSy[\w-]{33}(?![\w-])",
        "Google Cloud documentation, API keys, 2026",
    ),
    Secret(
        "model-provider",
        "API key of a language-model provider",
        ("sk-proj-", "sk-ant-", "sk-svcacct-"),
        r"\bsk-(?:proj|ant|svcacct)-[\w-]{20,300}",
        "OpenAI and Anthropic documentation, API keys, 2026",
    ),
    *(Secret(*row) for row in SERVICES),
)  # fmt: skip
