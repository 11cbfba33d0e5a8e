"""What tells of a person: addresses of e-mail, telephones, cards, accounts, and on request IPs."""

from __future__ import annotations

import ipaddress
import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.ibans import is_iban
from lambda_triage.evidence.redaction.rule import Rule
from lambda_triage.evidence.redaction.spans import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

# No host of a person: files with an @ in their name, message ids and hosts of AWS, git over SSH.
NO_DOMAIN = re.compile(
    r"(?i)\.(?:js|mjs|cjs|ts|tsx|jsx|py|rb|go|rs|java|jar|php|css|scss|json|ya?ml|tgz|gz|zip|whl|so"
    r"|png|jpe?g|gif|svg|webp|pdf|html?|xml|txt|log|csv|md|lock|map|node|wasm|service|exe|dll)$"
    r"|\.(?:amazonaws\.com(?:\.cn)?|amazonses\.com|iam\.gserviceaccount\.com|compute\.internal)$"
    r"|^amazonses\.com$"
)
START = (
    r"(?:(?<![\w.%+/=@:\\-])|(?<=%[0-9A-Fa-f]{2})|(?<=\\[nrtbf])|(?<=\\u[0-9A-Fa-f]{4})"
    r"|(?<=[:=/])|(?<=\[\dm)|(?<=\[\d\dm))"
)
EMAIL = (
    rf"(?u){START}(?:\w(?:[\w.+'-]|%2[bB]){{0,63}}|\"[\w .+-]{{1,64}}\")(?:@|%40|\\u0040)"
    r"(?:[^\W_](?:[\w-]{0,62}[^\W_])?\.){1,6}[^\W\d_]{2,24}(?![\w@])"
)


def _is_mailbox(hit: re.Match[str]) -> bool:
    local, host = re.split(r"@|%40|\\\\u0040", hit[0], maxsplit=1)
    before = hit.string[max(0, hit.start() - 200) : hit.start()]
    if re.search(r"(?::|%3A)\\?/\\?/[^\s/]*$", before, re.IGNORECASE):  # user of an address
        return False
    return local != "git" and NO_DOMAIN.search(host) is None


# E.164: at most 15 digits. Country codes: ITU-T E.164, list of assigned codes, 2026.
CODES = re.compile(
    r"1[2-9]\d{2}[2-9]\d{6}$|7\d{10}$|2[07]\d{7,9}$|3[0-469]\d{7,11}$|4[013-9]\d{7,11}$"
    r"|5[1-8]\d{7,11}$|6[0-6]\d{7,10}$|8[1246]\d{7,12}$|9[0-58]\d{7,10}$"
    r"|(?:2[1-69]|3[578]|42|50|59|67|68|69|80|85|87|88|96|97|99)\d\d{5,11}$"
)
SEP = r"[ .()/\u00a0-]{0,3}"
PLUS = re.compile(rf"(?:(?<![\w.+%-])|(?<=\\[nrt]))\+[1-9](?:{SEP}\d){{7,14}}")
ENDED = re.compile(r"(?!\d|[.,:]\d|-?\w*[A-Za-z_])")
AFTER_ESCAPE = r"(?:(?<=%2B)|(?<=%2b)|(?<=\\u002[bB]))[1-9]\d{7,14}(?!\w)"
AMERICAN = r"(?<![\w.+(/-])\(?[2-9]\d{2}\)?(?:(?<=\))[ -]?|-)[2-9]\d{2}-\d{4}(?![\w-]|\.\d)"
NAMED = (
    r"(?i)(?:phone|mobile|msisdn|whatsapp|(?<![a-z])(?:cell|fax|tel))(?:[_-]?(?:number|nr|no))?"
    r"\\{0,32}[\"']?[ \t]{0,4}[:=][ \t]{0,4}\\{0,32}[\"']?"
    r"(\+?\(?\d(?:[ .()/-]{0,2}\d){6,14})(?![\w.-])"
)

NAMED_GATE = (
    r"(?i)(?:phone|mobile|msisdn|cell|fax|tel|whatsapp)(?:[_-]?(?:number|nr|no))?\\*[\"']?"
    r"[ \t]{0,4}[:=]"
)


def _international(text: str) -> Iterator[Span]:
    """Numbers with their country code: of what follows a plus, what can be a number."""
    for hit in PLUS.finditer(text):
        digits = [place.end() for place in re.finditer(r"\d", hit[0])]
        joined = re.match(r"\+\d+", hit[0])
        first = joined.end() if joined and joined.end() > 9 else 0
        for end in (first, *reversed(digits)):
            told = re.sub(r"\D", "", hit[0][:end])
            if CODES.match(told) and ENDED.match(text, hit.start() + end):
                yield Span(hit.start(), hit.start() + end, "phone")
                break


def _is_number(hit: re.Match[str]) -> bool:
    return CODES.match(re.sub(r"\D", "", hit[0])) is not None


# Issuers and lengths: ISO/IEC 7812 as the networks publish it, 2026. No card begins with a 1, as
# times since 1970 do until 2033; Visa's 13 digits have not been given out since the 1990s.
CARDS = re.compile(
    r"4\d{15}(?:\d{3})?$|5[1-5]\d{14}$|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}$"
    r"|3[47]\d{13}$|3(?:0[0-5]|[689]\d)\d{11}$|6(?:011|5\d\d|4[4-9]\d)\d{12}(?:\d{3})?$"
    r"|35(?:2[89]|[3-8]\d)\d{12}$|62\d{14,17}$|(?:5018|5020|5038|6304|67\d\d)\d{12}$"
)
CARD = r"(?<![\w.+/-])[2-6](?:[ -]?\d){13,18}(?![\w-]|\.\d)"
CARD_ESCAPED = r"(?:(?<=\\[nrt])|(?<=%[0-9A-F]{2})|(?<=\\u[0-9a-f]{4}))[2-6]\d{13,18}(?![\w-]|\.\d)"
GROUPS = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{2,7}|\d{4}([ -])\d{6}\2\d{4,5}|\d{14,19}")
# A number named so is an id, a time or a count: ids of segments in traces may have digits only.
COUNTED = re.compile(
    r"(?i)(?<!card)(?:id|ids|parent|root|span|trace|time\w*|[_-](?:ns|us|ms)|nanos?|micros?|offset"
    r"|sequence(?:_?number)?|seq|size|bytes|count|duration|version|cursor|lsn|hash)"
    r"[\"'\\]*\]?[ \t]*[:=#][ \t]*[\"'\\\[]*$"
)


def is_luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of ISO/IEC 7812, annex B."""
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _is_card(hit: re.Match[str]) -> bool:
    digits = re.sub(r"\D", "", hit[0])
    if GROUPS.fullmatch(hit[0]) is None or CARDS.match(digits) is None or not is_luhn(digits):
        return False
    before = hit.string[max(0, hit.start() - 40) : hit.start()]
    return len(set(digits)) > 1 and (digits != hit[0] or COUNTED.search(before) is None)


IBAN = (
    r"(?:(?<![\w+/.-])|(?<=\\[nrt]))(?:[A-Z]{2}\d{2}[A-Z0-9]{11,30}"
    r"|[A-Z]{2}\d{2}(?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![\w+/]|-\w)"
)

V4 = r"(?<![\w.-])(?<![vV/])(?:\d{1,3}\.){3}\d{1,3}(?![\w]|\.\d|/\d)"
V6 = r"(?<![\w:.])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:]|/\d)"


def _is_public_word(hit: re.Match[str]) -> bool:
    """Whether it is the address of a machine that somebody may be behind."""
    before = hit.string[max(0, hit.start() - 12) : hit.start()]
    if re.search(r"(?i)(?:version|release|v)\W{0,3}$", before):
        return False
    try:
        address = ipaddress.ip_address(hit[0])
    except ValueError:
        return False
    plain = address.is_loopback or address.is_unspecified or address.is_link_local
    return not (plain or address.is_multicast) and (address.version == 4 or hit[0].count(":") > 2)


PERSONAL = (
    Rule("email", EMAIL, ("@", "%40", "\\u0040"),
         gate=(r"(?:@|%40|\\u0040)[^\s@]{3}",), holds=_is_mailbox),
    Rule("phone", literals=("+",), gate=(r"\+[1-9][ .()/-]{0,3}\d[ .()/-]{0,3}\d",),
         find=_international),
    Rule("phone", AFTER_ESCAPE, ("%2b", "u002b"),
         gate=(r"(?i)(?:%2b|\\u002b)[1-9]\d{7}",), holds=_is_number),
    Rule("phone", AMERICAN, ("-",), gate=(r"[2-9]\d{2}(?:\)[ -]?|-)[2-9]\d{2}-\d{4}",)),
    Rule("phone", NAMED, ("phone", "mobile", "msisdn", "cell", "fax", "tel", "whatsapp"),
         gate=(NAMED_GATE,)),
    Rule("card", CARD, gate=(r"[2-6](?:[ -]?\d){13}",), holds=_is_card),
    Rule("card", CARD_ESCAPED, gate=(r"(?:\\|%|u00)\w{1,4}[2-6]\d{13}",), holds=_is_card),
    Rule("iban", IBAN, gate=(r"[A-Z]{2}\d{2} ?[A-Z0-9]{4} ?[A-Z0-9]{3}",),
         holds=lambda hit: is_iban(hit[0])),
)  # fmt: skip
ADDRESSES = (
    Rule("ip", V4, gate=(r"\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}",), holds=_is_public_word),
    Rule("ip", V6, (":",), gate=(r"[0-9A-Fa-f]{1,4}:[0-9A-Fa-f:]{1,4}:",), holds=_is_public_word),
)
