"""Environment variables: which hold a secret, and which may be shown.

What is not known to be harmless goes: the value of a setting may be anything. Names stay, and so
does what diagnosis follows: ARNs, addresses, hosts, names of tables, queues, buckets and secrets.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.names import SECRET_NAME, held, is_nothing, is_reference
from lambda_triage.evidence.redaction.tokens import TOKEN
from lambda_triage.facts.secrets import SECRETS

if TYPE_CHECKING:
    from lambda_triage.evidence.redaction.redactor import Redactor
    from lambda_triage.facts.secrets import Secret

LONGEST = 8_000  # characters of a value that are looked at; Lambda takes 4 kB for all
PASSWORD = re.compile(r"(?i)(?:^|[_.-])(?:password|passwd|pwd|passphrase)$")
KEY = re.compile(r"(?i)(?:secret|token|api_?key|private_?key|access_?key|encryption_?key)$")
# What names a secret kept elsewhere, or is only a placeholder.
ELSEWHERE = re.compile(
    r"(?i)^(?:/|arn:|\?:|https?:|ssm:|\$\{|\{\{|<|%|none$|null$|true$|false$|test|dummy|example"
    r"|change_?me|todo|placeholder|local)|\*{3}|x{4}|fn::|\s"
)
GENERATED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w+/=.~-]{16,}$")  # a key, no word of a language
TITLES = {"password": "password", "key": "key or token"}  # of those without a form of their own

# Variables of AWS, runtimes, extensions and tools: how they behave, no data of the user.
TOOLS = re.compile(
    r"AWS_(?!ACCESS|SECRET|SESSION)|_?LAMBDA_|POWERTOOLS_|NODE_|PYTHON|JAVA_|JDK_|OTEL_|DOTNET_|GO"
    r"|LD_|RUST_|RUBY|BUNDLE_|GEM_|LC_|LANG$|TZ$|PATH$|PORT$|HOME$|SPRING_PROFILES|PARAMETERS_SECRETS_"
)
HARMLESS = re.compile(
    r"(?ix)"
    r"[-+]?[\d.,_]*\d\s?(?:%|ms|s|sec|m|min|h|d|[kmgt]i?b?)?|true|false|yes|no|on|off|null|none|\*"
    r"|(?:arn:aws[\w-]*:[^\s:]*:[^\s:]*:\d*:\S+(?:,\s?|$))+"
)
ADDRESS = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]{1,20}://[^\s\"'<>@]{1,2000}")
NAMES = re.compile(r"[\w./:@$*{}\[\]=-]+(?:[,;|] ?[\w./:@$*{}\[\]=-]+)*")
PART = re.compile(r"[^\W_]+")
# Ids of EC2, UUIDs, and what CloudFormation puts behind the names that it makes.
RESOURCE = re.compile(
    r"(?<=[A-Za-z0-9]-)[A-Za-z0-9]{12,13}(?![\w-])|[a-z]{1,12}-[0-9a-f]{8,17}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
)


def secret_title(name: str, value: str) -> str | None:
    """What kind of secret a variable holds, also when it is redacted; None where it holds none."""
    text = value[:LONGEST]
    for secret in SECRETS:
        both = f"{name}={text}"
        if _may_be(secret, both) and _compiled(secret.seen).search(both):
            return secret.title
    hidden = TOKEN.fullmatch(text)
    if hidden:
        return TITLES.get(hidden["kind"])
    kind = _kind(name, text)
    return TITLES[kind] if kind else None


def clean_setting(redactor: Redactor, name: str, value: str) -> str:
    """The value as it may be shown: as it is, with tokens in it, or a token."""
    if TOKEN.fullmatch(value) or not value:
        return value
    kind = _kind(name, value[:LONGEST])
    both = f"{name}={value}"
    for secret in SECRETS:
        if _may_be(secret, both) and _compiled(secret.pattern).search(both):
            return _without(redactor, value) or redactor.word(secret.name, value)
    if kind:
        return redactor.word(kind, value)
    if is_nothing(value) or is_reference(value) or HARMLESS.fullmatch(value):
        return redactor.text(value)
    if SECRET_NAME.search(name) and held(name) is not None:
        return redactor.word("value", value)
    clean = redactor.text(value)
    return clean if TOOLS.match(name) or _is_name(clean) else redactor.word("value", value)


def _without(redactor: Redactor, value: str) -> str | None:
    """An address without its password is kept; of other values with a secret nothing is."""
    clean = redactor.text(value)
    return clean if "://" in TOKEN.sub("", clean) and TOKEN.search(clean) else None


def _kind(name: str, text: str) -> str | None:
    if ELSEWHERE.search(text):
        return None
    if PASSWORD.search(name) and len(text) >= 6:
        return "password"
    return "key" if KEY.search(name) and GENERATED.match(text) else None


def _is_name(value: str) -> bool:
    """Whether it is an address, a host, a path or a name, and none of its words is generated."""
    bare = TOKEN.sub("", value)
    if not (ADDRESS.fullmatch(bare.replace(":@", "")) or NAMES.fullmatch(bare) or not bare):
        return False
    rest = RESOURCE.sub("", bare)
    return not any(_is_generated(part) for part in PART.findall(rest))


def _is_generated(part: str) -> bool:
    """Keys are long, and change between letters and digits more often than names do."""
    if len(part) < 12 or part.isdigit():
        return False
    changes = len(re.findall(r"[A-Za-z](?=\d)|\d(?=[A-Za-z])|[a-z](?=[A-Z])", part))
    return changes >= (3 if len(part) >= 16 else 5) or len(part) >= 40


def _may_be(secret: Secret, text: str) -> bool:
    lower = text.lower()
    return any(literal.lower() in lower for literal in secret.told)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)
