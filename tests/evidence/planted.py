"""Invented secrets and personal data of many kinds, put together here so that none stands in full."""

from __future__ import annotations

import base64
import json
import random
import re
import string
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from lambda_triage.evidence.redaction.ibans import is_iban
from lambda_triage.evidence.redaction.personal import is_luhn
from lambda_triage.evidence.redaction.tokens import TOKEN

if TYPE_CHECKING:
    from collections.abc import Callable

HEX, UPPER = "0123456789abcdef", string.ascii_uppercase
ALNUM = string.ascii_letters + string.digits
BASE64 = ALNUM + "+/"
URL64 = ALNUM + "-_"


@dataclass(frozen=True)
class Secret:
    """One secret, and what has to stand before it in a text to be told from an ordinary word."""

    kind: str
    value: str
    before: str = ""
    after: str = ""


class Maker:
    """Makes one of any kind; the same for one seed."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)

    def some(self, letters: str, length: int) -> str:
        """Random letters, with at least a digit and a letter where there are such."""
        while True:
            text = "".join(self.rng.choice(letters) for _ in range(length))
            mixed = any(c.isdigit() for c in text) and any(c.isalpha() for c in text)
            if mixed or not ({*letters} & {*string.digits} and {*letters} - {*string.digits}):
                return text

    def password(self) -> str:
        return self.some(ALNUM + "!*", 11) + "x9"

    def jwt(self) -> str:
        head = base64.urlsafe_b64encode(b'{"alg":"HS256","typ":"JWT"}').decode().rstrip("=")
        body = json.dumps({"sub": self.some(HEX, 12), "iat": 1_700_000_000}).encode()
        return (
            f"{head}.{base64.urlsafe_b64encode(body).decode().rstrip('=')}.{self.some(URL64, 43)}"
        )

    def basic(self) -> Secret:
        pair = base64.b64encode(f"user{self.rng.randrange(99)}:{self.password()}".encode()).decode()
        return Secret("basic", pair, "Authorization: Basic ")

    def card(self) -> str:
        while True:
            digits = self.rng.choice(["4", "51", "37"])
            digits += self.some(string.digits, (15 if digits == "37" else 16) - len(digits))
            if is_luhn(digits) and len({*digits}) > 4:
                return digits

    def iban(self) -> str:
        body = self.some(string.digits, 18)
        return next(f"DE{n:02}{body}" for n in range(100) if is_iban(f"DE{n:02}{body}"))

    def email(self) -> str:
        return f"{self.some(string.ascii_lowercase, 6)}.{self.some(HEX, 6)}@mail.example.com"

    def phone(self) -> str:
        return self.rng.choice(["+1415", "+1202"]) + f"{self.rng.randrange(2_000_000, 9_999_999)}"


def _named(name: str) -> Callable[[Maker], Secret]:
    return lambda m: Secret(name, m.some(ALNUM, 24), f"{name}=")


def _form(kind: str, *parts: str | tuple[str, int]) -> Callable[[Maker], Secret]:
    """A form of fixed and random parts."""

    def make(m: Maker) -> Secret:
        return Secret(kind, "".join(p if isinstance(p, str) else m.some(*p) for p in parts))

    return make


KINDS: dict[str, Callable[[Maker], Secret]] = {
    "aws-key-id": _form("aws-key-id", "AK", "IA", "Q", (UPPER + "234567", 15)),
    "aws-temporary-id": _form("aws-temporary-id", "AS", "IA", (UPPER + "234567", 16)),
    "aws-secret": lambda m: Secret("aws-secret", m.some(BASE64, 40), "aws_secret_access_key="),
    "aws-session": lambda m: Secret("aws-session", m.some(BASE64, 300), "aws_session_token="),
    "aws-signature": lambda m: Secret("aws-signature", m.some(HEX, 64), "X-Amz-Signature="),
    "bedrock": _form("bedrock", "AB", "SK", (BASE64, 128)),
    "jwt": lambda m: Secret("jwt", m.jwt()),
    "basic": Maker.basic,
    "bearer": lambda m: Secret("bearer", m.some(URL64, 40), "Authorization: Bearer "),
    "url-password": lambda m: Secret("url-password", m.some(ALNUM, 18), "postgres://app:", "@db.example:5432/x"),
    "other-url": lambda m: Secret("other-url", m.some(ALNUM, 18), "sftp://app:", "@files.example/in"),
    "connection": lambda m: Secret("connection", m.password(), "Server=db.example;User Id=app;Password=", ";Encrypt=true"),
    "azure-storage": lambda m: Secret("azure-storage", m.some(BASE64, 86) + "==", "AccountName=x;AccountKey="),
    "azure-client": lambda m: Secret("azure-client", m.some(ALNUM, 3) + "8Q~" + m.some(ALNUM, 34)),
    "password": lambda m: Secret("password", m.password(), "password="),
    "client-secret": _named("client_secret"),
    "api-key": _named("x-api-key"),
    "refresh-token": _named("refresh_token"),
    "signing-key": _named("SIGNING_KEY"),
    "cookie": lambda m: Secret("cookie", f"sid={m.some(ALNUM, 32)}; theme={m.some(ALNUM, 8)}", "Cookie: "),
    "github": _form("github", "gh", "p_", (ALNUM, 36)),
    "github-fine": _form("github-fine", "github", "_pat_", (ALNUM, 82)),
    "gitlab": _form("gitlab", "gl", "pat-", (URL64, 20)),
    "slack": _form("slack", "xo", "xb-", (string.digits, 12), "-", (ALNUM, 24)),
    "slack-hook": lambda m: Secret("slack-hook", f"hooks.slack.com/services/T{m.some(UPPER, 8)}/B{m.some(UPPER, 8)}/{m.some(ALNUM, 24)}", "https://"),
    "stripe": _form("stripe", "sk", "_live_", (ALNUM, 24)),
    "stripe-test": _form("stripe-test", "sk", "_test_", (ALNUM, 24)),
    "webhook": _form("webhook", "wh", "sec_", (ALNUM, 32)),
    "google": _form("google", "AI", "zaSy", (URL64, 33)),
    "google-oauth": _form("google-oauth", "GOC", "SPX-", (ALNUM, 28)),
    "openai": _form("openai", "sk-", "proj-", (ALNUM, 48)),
    "anthropic": _form("anthropic", "sk-", "ant-", (ALNUM, 60)),
    "huggingface": _form("huggingface", "h", "f_", (ALNUM, 34)),
    "npm": _form("npm", "np", "m_", (ALNUM, 36)),
    "pypi": _form("pypi", "pyp", "i-AgE", (ALNUM, 120)),
    "docker": _form("docker", "dckr", "_pat_", (ALNUM, 27)),
    "atlassian": _form("atlassian", "ATA", "TT3", (ALNUM, 120)),
    "sendgrid": _form("sendgrid", "S", "G.", (ALNUM, 22), ".", (ALNUM, 43)),
    "mailgun": _form("mailgun", "ke", "y-", (HEX, 32)),
    "shopify": _form("shopify", "shp", "at_", (HEX, 32)),
    "databricks": _form("databricks", "da", "pi", (HEX, 32)),
    "new-relic": _form("new-relic", "NR", "AK-", (UPPER + string.digits, 27)),
    "grafana": _form("grafana", "gl", "sa_", (ALNUM, 32), "_", (HEX, 8)),
    "vault": _form("vault", "hv", "s.", (ALNUM, 90)),
    "hcp-terraform": _form("hcp-terraform", (ALNUM, 14), ".atlas", "v1.", (ALNUM, 64)),
    "doppler": _form("doppler", "dp.", "pt.", (ALNUM, 43)),
    "digitalocean": _form("digitalocean", "do", "p_v1_", (HEX, 64)),
    "supabase": _form("supabase", "sb", "p_", (HEX, 40)),
    "linear": _form("linear", "lin_", "api_", (ALNUM, 40)),
    "postman": _form("postman", "PM", "AK-", (HEX, 24), "-", (HEX, 34)),
    "telegram": _form("telegram", "8", (string.digits, 8), ":A", "A", (ALNUM, 33)),
    "age": _form("age", "AGE-SECRET", "-KEY-1", (UPPER + string.digits, 58)),
    "hash": _form("hash", "$2", "b$12$", (ALNUM, 53)),
    "email": lambda m: Secret("email", m.email()),
    "phone": lambda m: Secret("phone", m.phone()),
    "card": lambda m: Secret("card", m.card()),
    "iban": lambda m: Secret("iban", m.iban()),
}  # fmt: skip


def planted(count: int, seed: int) -> list[Secret]:
    """So many secrets, of each kind in turn."""
    maker = Maker(seed)
    kinds = list(KINDS.values())
    return [kinds[n % len(kinds)](maker) for n in range(count)]


def forms(secret: Secret) -> set[str]:
    """How a value may stand in a file."""
    value = secret.value
    escaped = json.dumps(value)[1:-1]
    return {
        value, escaped, json.dumps(escaped)[1:-1], quote(value), quote(value, safe=""),
        base64.b64encode(f"user:{value}".encode()).decode(),
    }  # fmt: skip


def only_tokens(parts: list[str]) -> re.Pattern[str]:
    """What a redacted text is: its fixed parts, and one token between two of them."""
    return re.compile(
        TOKEN.pattern.replace("?P<kind>", "?:")
        .replace("?P<mark>", "?:")
        .join(map(re.escape, parts))
    )
