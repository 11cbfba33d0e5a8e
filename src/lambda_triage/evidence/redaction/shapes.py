"""What is secret by its own form."""

from __future__ import annotations

import base64
import binascii
import re

from lambda_triage.evidence.redaction.rule import BEGIN, Rule
from lambda_triage.facts.secrets import SECRETS

# Where a value begins that is no secret: a token, a mask, or a place to be filled.
MASK = r"(?!\[[\w .-]+\]|\*{2}|[*•xX]{3}|<[\w .-]+>|\$[{(]|\{\{|%[({]|%s\b|\.{3})"
ANY = r"[^\s\"'<>\\]"
USER = r"[^\s:/@\"'<>,;?#\\]{0,80}"
# Private keys span lines: see keys.
NAMED_FORMS = tuple(
    Rule(
        secret.name,
        pattern=secret.pattern.replace(r"\b", BEGIN),
        literals=tuple(literal.lower() for literal in secret.literals),
    )
    for secret in SECRETS
    if secret.name != "private-key"
)


def _base64_pair(hit: re.Match[str]) -> bool:
    """Whether it is `user:password` in base 64, as in HTTP Basic authentication."""
    text = hit[1].rstrip("=")
    try:
        return b":" in base64.b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        return False


def _generated(hit: re.Match[str]) -> bool:
    """Whether a bearer's value is a key and no word of a sentence."""
    return len(hit[1]) >= 20 or bool(re.search(r"\d|[a-z][A-Z]", hit[1]))


def _no_port(hit: re.Match[str]) -> bool:
    """Whether it is a password and not the port of one address in a list of addresses."""
    return re.match(r"\d{1,5}(?:[,/]|$)", hit[1]) is None or "," not in hit[1]


OTHER_FORMS = (
    Rule("access-key", rf"{BEGIN}(?:AKIA|ASIA|ABIA)[A-Z0-9]{{16}}(?![A-Za-z0-9])",
         ("akia", "asia", "abia")),
    Rule("signature", r"(?i:(?:x-amz-)?signature(?:=|%3d))([0-9a-fA-F]{64})", ("signature",)),
    Rule("signature", r"[?&;](?:amp;)?(?:sig|Signature|signature)=([\w%+/=-]{20,500})",
         ("sig=", "signature=")),
    Rule("session-token",
         r"(?i:x-amz-security-token(?:=|%3d|\\{0,32}[\"']?[ \t]?:[ \t]?\\{0,32}[\"']?))"
         r"([\w+/=%.-]{40,4000})",
         ("x-amz-security-token",)),
    Rule("code", r"[?&]code=([\w%./~-]{16,2000})", ("code=",)),
    Rule("token", rf"{BEGIN}(eyJ[\w-]{{8,4000}}\.[\w-]{{8,8000}}\.[\w-]{{0,2000}})", ("eyj",)),
    Rule("api-key", rf"{BEGIN}[rs]k_test_\w{{10,250}}", ("k_test_",)),
    Rule("api-key", rf"{BEGIN}(?:xox[a-z]|xapp|xoxe\.xox[bp])-[\w-]{{10,300}}", ("xox", "xapp-")),
    Rule("api-key", r"hooks\.slack\.com/(?:services|workflows|triggers)/([\w/-]{20,200})",
         ("hooks.slack.com",)),
    Rule("api-key", rf"{BEGIN}key-[0-9a-f]{{32}}(?![\w-])", ("key-",),
         gate=(r"key-[0-9a-f]{32}",)),
    Rule("api-key", rf"{BEGIN}[0-9a-f]{{32}}-us\d{{1,2}}(?![\w-])", ("-us",),
         gate=(r"[0-9a-f]{32}-us\d",)),
    Rule("api-key", rf"{BEGIN}pat[A-Za-z0-9]{{14}}\.[0-9a-f]{{64}}(?![\w-])", ("pat",),
         gate=(r"pat[A-Za-z0-9]{14}\.[0-9a-f]{8}",)),
    Rule("api-key", rf"{BEGIN}AIza[\w-]{{35}}(?![\w-])", ("aiza",)),
    Rule("token", r"(?<![\w/])1//0[\w-]{30,200}", ("1//0",)),
    Rule("password-hash", r"\$(?:2[abxy]|5|6|y|apr1|argon2(?:id?|d)|scrypt)\$[\w./$,=+-]{20,300}",
         ("$2", "$5$", "$6$", "$y$", "$apr1$", "$argon2", "$scrypt$")),
    Rule("basic", rf"(?i:{BEGIN}basic)(?:[ \t]{{1,4}}|%20|\+)([A-Za-z0-9+/]{{8,400}}={{0,2}})"
         r"(?![\w+/])", ("basic",), gate=(r"(?i)basic(?:[ \t]{1,4}|%20|\+)[A-Za-z0-9+/]{8}",),
         holds=_base64_pair),
    Rule("token", rf"(?i:{BEGIN}(?:bearer|ssws|apikey|bot))(?:[ \t]{{1,4}}|%20)"
         rf"{MASK}([\w.~+/=%-]{{12,8000}})", ("bearer", "ssws ", "apikey ", "bot "),
         gate=(r"(?i)(?:bearer|ssws|apikey|bot)(?:[ \t]{1,4}|%20)[\w.~+/=%-]{12}",),
         holds=_generated),
    Rule("login", rf"{BEGIN}[a-zA-Z][a-zA-Z0-9+.-]{{1,20}}"
         rf"(?::|%3[aA])(?:\\{{0,32}}/|%2[fF]){{2}}{USER}?"
         rf"(?::|%3[aA]){MASK}([^\s/@\"'<>?#]{{1,200}}(?:@[^\s/@\"'<>?#,;]{{1,100}}){{0,3}})"
         r"(?=(?:@|%40)[\w\[.-])", ("://", "%3a%2f%2f", r":\/\/"),
         gate=(r"(?::|%3[aA])(?:\\*/|%2[fF]){2}[^\s/@\"'<>?#]{1,300}(?:@|%40)",),
         holds=_no_port),
    Rule("login", r"[ \t](?:-u|--user)[ =][\"']?[\w.@+-]{1,64}:([^\s\"'\\]{3,200})",
         (" -u ", "--user"), gate=(r"[ \t](?:-u|--user)[ =]",)),
    Rule("password", r"(?i:identified by|(?:with|encrypted) password)[ \t]+"
         r"\\{0,32}'([^'\\\r\n]{1,200})",
         ("identified by", " password"), gate=(r"(?i)(?:identified by|password)[ \t]+\\*'",)),
    Rule("password",
         rf"(?i:--[\w-]{{0,30}}(?:password|passwd|token|secret|api-?key))[ =]\\{{0,32}}[\"']?"
         rf"(?!-){MASK}([^\s\"'\\]{{3,400}})", ("--",),
         gate=(r"(?i)--[\w-]{0,30}(?:password|passwd|token|secret|api-?key)[ =]",)),
)  # fmt: skip
SHAPES = (*NAMED_FORMS, *OTHER_FORMS)
