"""What is secret by the name before it, in text: settings, members, headers, query strings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.names import (
    CODE,
    LITERALS,
    SECRET_NAME,
    VARIABLE,
    WORD,
    held,
    is_mixed,
    is_nothing,
    is_reference,
)
from lambda_triage.evidence.redaction.rule import Rule
from lambda_triage.evidence.redaction.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 32_000  # characters of one value; tokens and keys of all known services are shorter
BEFORE = 64  # characters of a name
SIGNS = re.compile(r"[:=%]")
SIGN = re.compile(
    r"(?P<sign>=>|:=|[:=](?![:=])|%3[aAdD])[ \t]{0,8}(?P<list>\[[ \t]{0,4}(?=[bu]?\\{0,32}[\"']))?"
    r"(?P<open>[bu]?(?P<escapes>\\{0,32})(?P<quote>[\"'`])|%22|%27)?"
)
SUFFIXES = (
    "password", "passwd", "passphrase", "passcode", "pwd", "pass", "key", "secret", "token",
    "credential", "credentials", "authorization", "auth", "cookie", "cookies", "sessionid",
    "sessid", ".sid", "cvv", "cvc", "ssn", "otp", "code",
)  # fmt: skip
DIGITS = "0123456789"
BACK = re.compile(r"[\w.$-]*", re.ASCII)
ARN = re.compile(r"arn:aws[\w-]{0,10}:[\w:/.-]*$")  # …:secret:name
ARN_LENGTH = 200  # characters of one before its name
QUOTE = re.compile(r"(\\{0,32})([\"'`])")
LINE_END = re.compile(r"[\r\n]")
NEXT = re.compile(r"[ \t]*,[ \t]*[bu]?\\{0,32}[\"'`]")
TAKEN = r"\[[a-z][a-z0-9-]{0,30}-[a-z]{8}\]"  # what has been redacted already
BARE = re.compile(
    rf"(?:{TAKEN}|[^\s\"'\\,;&<>}}\])]|\\(?![\"'nrtbfu/\\])"
    # A comma that no other name follows; a quote or bracket in the middle of a word.
    r"|,(?=[^\s\"'\\,;&}\])=:]+(?:[\s\"'\\;&}\])]|$))|(?:\\{0,32}[\"'`]|[<>}\])])(?=[A-Za-z0-9]))+"
)
ENCODED = re.compile(r"(?:[^\s\"'\\,;&<>%]|%(?!2[267cC]|7[dD]|5[dD]|0[aAdD]))+")
LINE = re.compile(r"[^\r\n\"'`\\]+")  # RFC 6265: neither quotes nor backslashes in cookies
SCHEME = re.compile(
    r"(?i)(?:bearer|basic|token|apikey|bot|ssws|negotiate|ntlm|digest)(?:[ ]{1,4}|%20)"
)
SIGNED = "AWS4-"
GATE = (
    rf"(?i)(?:{WORD})\d{{0,2}}(?:\\*[\"'`]|%2[27])?\]?[ \t]{{0,8}}(?:=>|:=|[:=]|%3[ad])"
).replace("(?<![a-z])", "")


def assigned(text: str) -> Iterator[Span]:
    """Every value that its name makes a secret."""
    at = 0
    # A name is looked for behind each sign, since there are far fewer signs than letters.
    while (found := SIGNS.search(text, at)) is not None:
        at = found.end()
        start, name = _name_before(text, found.start())
        if not name.lower().rstrip(DIGITS).endswith(SUFFIXES):
            continue
        hit = SIGN.match(text, found.start())
        kind = held(name) if hit and SECRET_NAME.search(name) else None
        if hit is None or kind is None or ARN.search(text, max(0, start - ARN_LENGTH), start):
            continue
        if kind == "password" and _is_folder(name, text, hit.end()):
            continue
        for span in _values(text, hit, kind):
            yield span
            at = max(at, span.end)


def _name_before(text: str, sign: int) -> tuple[int, str]:
    """Where the name before a sign begins, and the name without its quotes and bracket."""
    before = text[max(0, sign - BEFORE - 16) : sign].rstrip(" \t").removesuffix("]")
    if before.endswith(("%22", "%27")):
        before = before[:-3]
    elif before.endswith(('"', "'", "`")):
        before = before[:-1].rstrip("\\")
    found = BACK.match(before[::-1], 0, BEFORE)
    name = found[0][::-1] if found else ""
    return sign - len(name), name


def _is_folder(name: str, text: str, at: int) -> bool:
    """PWD=/var/task in a dump of the environment."""
    return name in {"PWD", "OLDPWD"} and text[at : at + 1] == "/"


def _values(text: str, hit: re.Match[str], kind: str) -> Iterator[Span]:
    if hit["quote"]:
        yield from _quoted(text, hit, kind)
    elif hit["open"] or hit["sign"].startswith("%"):
        found = ENCODED.match(text, hit.end())
        if found and _is_secret(found[0], kind, quoted=True):
            yield Span(found.start(), found.end(), kind)
    elif kind == "cookie" and (found := LINE.match(text, hit.end())):
        if not is_nothing(found[0].strip()) and ("=" in found[0] or is_mixed(found[0])):
            yield Span(found.start(), found.start() + len(found[0].rstrip()), kind)
    else:
        yield from _bare(text, hit, kind)


def _quoted(text: str, hit: re.Match[str], kind: str) -> Iterator[Span]:
    """The value up to the quote that closes it; each of a list of values."""
    start = hit.end()
    while True:
        end = _closing(text, start, len(hit["escapes"]), hit["quote"])
        value = text[start:end]
        if kind == "authorization" and (scheme := SCHEME.match(value)):
            start, value = start + scheme.end(), value[scheme.end() :]
        if _is_secret(value, kind, quoted=True):
            yield Span(start, end, kind)
        following = NEXT.match(text, end + len(hit["escapes"]) + 1) if hit["list"] else None
        if following is None:
            return
        start = following.end()


def _closing(text: str, start: int, escapes: int, quote: str) -> int:
    """Where the value ends: each level of JSON in JSON doubles the backslashes and adds one."""
    limit = start + LONGEST
    for found in QUOTE.finditer(text, start, min(len(text), limit + 64)):
        if found[2] == quote and len(found[1]) % (2 * (escapes + 1)) == escapes:
            return found.end() - 1 - escapes
    line = LINE_END.search(text, start, min(len(text), limit))
    return line.start() if line else min(len(text), limit)


def _bare(text: str, hit: re.Match[str], kind: str) -> Iterator[Span]:
    start = hit.end()
    if kind == "authorization" and (scheme := SCHEME.match(text, start)):
        start = scheme.end()
    found = BARE.match(text, start, start + LONGEST)
    if found is None:
        return
    value = found[0].rstrip(".:!?") if found[0][-1:] in ".:!?" else found[0]
    # `password: hunter2`, but not `password: must not be empty`: a sentence has no digits there.
    spoken = hit["sign"] == ":" and text[hit.end() - 1] in " \t"
    alone = not text[found.end() : found.end() + 1].strip("\r\n\\")
    if spoken and not is_mixed(value) and not (alone and kind == "password"):
        return
    rest = text[found.start() : found.start() + 200].partition("\n")[0]
    if CODE.match(rest) and not re.match(r"[\w.-]*\d", value):
        return
    if VARIABLE.fullmatch(value) or not _is_secret(value, kind, quoted=False):
        return
    yield Span(start, start + len(value), kind)


def _is_secret(value: str, kind: str, *, quoted: bool) -> bool:
    if is_nothing(value.strip()) or value.startswith(SIGNED) or is_reference(value):
        return False
    if kind in {"password", "cookie"}:
        return len(value) >= 2
    if kind == "authorization":
        return len(value) >= 6
    return len(value) >= (4 if quoted else 6) and (quoted or is_mixed(value) or len(value) >= 20)


ASSIGNMENTS = Rule("secret", literals=LITERALS, gate=(GATE,), find=assigned)
