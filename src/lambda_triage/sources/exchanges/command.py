"""A curl command line → the request that it sends (curl manual, 8.x, 2026)."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

from lambda_triage.sources.exchanges.request import Request

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST = 8_000  # characters of one command, over all its lines
MOST_LINES = 60  # lines of one command
COMMAND = re.compile(
    r"\s*(?:[^|;&`\"']{0,80}?[$%#>❯]\s+|[$%]\s*)?(?:time\s+)?curl(?:\.exe)?\s+(?P<rest>\S.*)"
)
# A text whose quotes are all closed.
CLOSED = re.compile(r"""(?:[^'"\\]++|\\.|\\\Z|'[^']*+'|"(?:[^"\\]++|\\.)*+")*+""", re.DOTALL)
ADDRESS = re.compile(
    r"https?://\S+|(?:localhost|(?:[\w-]+\.)+[A-Za-z][\w-]+)(?::\d+)?(?:[/?]\S*)?", re.IGNORECASE
)
ENDS = {"|", "||", "&&", ";", "&", ">", ">>", "<", "2>&1"}
# Options with an argument, by the letter that stands for each.
SHORT = frozenset("AbcCdDeEFhHKmoPQrtTuUwxXyYz")
LONG = {
    "header": "H", "request": "X", "url": "U", "cookie": "b", "upload-file": "T",
    "data": "d", "data-raw": "d", "data-binary": "d", "data-urlencode": "d", "data-ascii": "d",
    "json": "d", "form": "F", "form-string": "F", "user": "u", "output": "o", "write-out": "w",
    "user-agent": "A", "referer": "e", "max-time": "m", "proxy": "x", "cert": "E",
    "cookie-jar": "c", "dump-header": "D", "config": "K", "range": "r", "retry": "?",
    "connect-timeout": "?", "connect-to": "?", "resolve": "?", "cacert": "?", "key": "?",
    "aws-sigv4": "?", "oauth2-bearer": "?", "interface": "?", "retry-delay": "?",
    "retry-max-time": "?", "limit-rate": "?", "max-redirs": "?", "stderr": "?", "trace": "?",
    "trace-ascii": "?", "proxy-user": "?", "ciphers": "?", "dns-servers": "?", "noproxy": "?",
}  # fmt: skip


def is_open(command: str) -> bool:
    """Whether the command goes on in the next line: a backslash at its end, or an open quote."""
    tail = command.rstrip(" \t")
    return tail.endswith(("\\", "^", "`")) or CLOSED.fullmatch(command) is None


def read_command(rest: str) -> Request:
    """The request of the arguments behind `curl`; what cannot be read is not told."""
    url: str | None = None
    method: str | None = None
    headers: list[tuple[str, str]] = []
    cookies, flags = False, set[str]()
    for letter, value in _options(_words(rest)):
        flags.add(letter)
        if letter == "U":
            url = url or (value if value and not value.startswith("$") else None)
        elif letter == "X":
            method = value
        elif letter == "H":
            name, colon, told = value.partition(":")
            headers += [(name, told)] if colon else []
        elif letter == "b":
            cookies = True
    return Request(url, method or _implied(flags), tuple(headers), cookies or None)


def _implied(flags: set[str]) -> str:
    if "I" in flags:
        return "HEAD"
    if "T" in flags:
        return "PUT"
    return "POST" if flags & {"d", "F"} and "G" not in flags else "GET"


def _words(rest: str) -> Iterator[str]:
    """Words as a shell cuts them, up to a pipe or a second command; fewer where a quote is open."""
    rest = re.sub(r"[\\^`][ \t]*\n", " ", rest[:LONGEST])
    lexer = shlex.shlex(rest, posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        for word in lexer:
            if word in ENDS:
                return
            yield word.removesuffix(";") if word.endswith(";") else word
            if word.endswith(";"):
                return
    except ValueError:
        return


def _options(words: Iterator[str]) -> Iterator[tuple[str, str]]:
    """Each option's letter with its argument, and the address as option `U`."""
    for word in words:
        if word.startswith("--") and len(word) > 2:
            letter = LONG.get(word[2:], "")
            if letter:
                yield letter, next(words, "")
            elif word in ("--head", "--get"):
                yield word[2].upper() if word == "--get" else "I", ""
        elif word.startswith("-") and len(word) > 1:
            yield from _cluster(word[1:], words)
        elif ADDRESS.fullmatch(word):
            yield "U", word


def _cluster(letters: str, words: Iterator[str]) -> Iterator[tuple[str, str]]:
    """`-siXPOST`: letters without argument, and the first with one takes what follows."""
    for place, letter in enumerate(letters, 1):
        if letter in SHORT:
            value = letters[place:] or next(words, "")
            if letter != "U":  # the proxy's user
                yield letter, value
            return
        yield letter, ""
