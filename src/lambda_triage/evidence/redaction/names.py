"""Which names hold secrets, and which values are none whatever their name."""

from __future__ import annotations

import re

PASSWORD = r"pass(?:word|wd|phrase|code)|pwd|(?<![a-z])(?:db|user|mysql|pg|smtp|root)[_-]?pass"  # noqa: S105 a pattern
KEY = (
    r"(?:api|access|private|secret|encryption|signing|signature|account|master|licen[cs]e|shared"
    r"|subscription|auth|service|host|admin|app|application|ingest|write|deploy|webhook|hmac|jwt"
    r"|cipher)[_-]?key"
)
OTHER = (
    r"secret|token|credentials?|authorization|(?<![a-z])_?auth|set-cookie2?|cookies?|jsessionid"
    r"|phpsessid|connect\.sid|cvv2?|cvc2?|(?<![a-z])ssn|(?<![a-z])otp|(?:mfa|totp|otp)[_-]?code"
)
WORD = rf"(?:{PASSWORD}|{KEY}|{OTHER})"
SECRET_NAME = re.compile(rf"(?i:{WORD})\d{{0,2}}$")
LITERALS = (
    "passw", "passphrase", "passcode", "pwd", "pass", "key", "secret", "token", "credential",
    "auth", "cookie", "sessid", "sessionid", "connect.sid", "cvv", "cvc", "ssn", "otp", "_code",
)  # fmt: skip
# In names that end in such a word these do not make a secret: cursors, names of requests, schemas.
HARMLESS = re.compile(
    r"(?i)(?:next|forward|backward|prev(?:ious)?|start(?:ing)?|end|continu(?:e|ation)|continuous|page|pagination"
    r"|marker|client|request|clientrequest|client_request|idempoten(?:t|cy)|lock|fencing|sync"
    r"|resume|unexpected|invalid|expired?|bad|missing|unknown|no|max|min|num|input|output|total"
    r"|prompt|completion|task|callback|public|kms|cancellation|cancel)[_.-]?token$"
    r"|publickey$|public_key$|allow-credentials$"
)
IS_PASSWORD = re.compile(rf"(?i:{PASSWORD})$")
SHORT = ("cvv", "cvv2", "cvc", "cvc2", "otp", "_code", "-code", "ssn")  # few digits are secret
NOTHING = re.compile(
    r"(?i)\[(?:hidden|redacted|filtered|masked|secret|object \w+|[a-z][a-z0-9-]{0,30}-[a-z]{8})\]"
    r"|\*+|[*•.xX_-]{3,}|<[^<>]*>|\$[{(].*|\{\{.*|\{[\w.]*\}|%[sdr@]|%\(\w+\)s|%\{\w+\}"
    r"|!(?:Ref|Sub|GetAtt|ImportValue|Join|Select|If|FindInMap|Split|Base64|Transform)\b.*|\.{3}.*"
)
WORDS = frozenset(  # lists of words read better so
    """null none nil true false undefined nan no yes on off empty unset set missing required invalid
    incorrect wrong expired optional hidden masked redacted removed filtered secret password token
    string str int bool boolean bytes number integer object any text varchar not must is was are
    should has have cannot can could failed failure error ok the a an and or for from in of to with
    field value default provided changed change reset mismatch matches accepted rejected denied
    verified plain plaintext md5 sha256 bcrypt include omit same-origin aws_iam custom jwt
    cognito_user_pools bearer basic aws nonempty unknown disabled enabled header request
    authorizer self this user eof end-of-file identifier unexpected changeme""".split()  # noqa: SIM905
)
REFERENCE = re.compile(
    r"arn:aws[\w-]*:\S+|(?:ssm|secretsmanager|vault|op|file|env)://?\S+|resolve:\S+"
    r"|/[a-zA-Z][\w.-]{0,60}(?:/[\w.-]{1,60}){0,8}|[a-z][a-z-]{1,30}(?:/[a-z][a-z0-9-]{0,30}){1,5}"
)
LONG = re.compile(r"(?=\S*\d)(?=\S*[A-Z])[\w+=-]{16,}|[0-9a-f]{24,}")
PATH = r"[$@]?[A-Za-z_]\w*(?:(?:\.|->|::)[$@]?[A-Za-z_]\w*)"
CODE = re.compile(rf"{PATH}*(?:\[\\*[\"'][^\n]*|\[\w+\].*|\(.*)|{PATH}+\)?")
VARIABLE = re.compile(r"(?i)[$@]?[a-z_]*(?:pass|pwd|pw|secret|token|key|cred|auth|cookie)[a-z_]*")


def held(name: str) -> str | None:
    """What a name's value is, as the kind of its token; None where it is no secret."""
    if HARMLESS.search(name):
        return None
    lower = name.lower()
    if IS_PASSWORD.search(name) or lower.endswith(SHORT):
        return "password"
    if "cookie" in lower or lower.endswith(("sessionid", "sessid", ".sid")):
        return "cookie"
    return "authorization" if lower.endswith("authorization") else "secret"


def is_nothing(value: str) -> bool:
    """Whether it is a mask, a placeholder or a word that tells of a value."""
    return not value or value.lower() in WORDS or NOTHING.fullmatch(value) is not None


def is_reference(value: str) -> bool:
    """Whether it names where a secret is kept."""
    return REFERENCE.fullmatch(value) is not None and LONG.search(value.rpartition("/")[2]) is None


def is_mixed(value: str) -> bool:
    """Whether it looks like a generated key and not like a word of a language."""
    digit, letter = re.search(r"\d", value), re.search(r"[A-Za-z]", value)
    if digit and letter:
        return True
    return len(value) >= 16 and re.search(r"[a-z][A-Z]|[^\w\s.,-]", value) is not None
