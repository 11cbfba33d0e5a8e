"""Text transcripts of HTTP: `curl -i`, `curl -v`, and answers that were pasted alone."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from msgspec import Struct, field
from msgspec.structs import replace

from lambda_triage.sources.exchanges.command import (
    COMMAND,
    LONGEST,
    MOST_LINES,
    is_open,
    read_command,
)
from lambda_triage.sources.exchanges.request import Request, exchange
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lambda_triage.evidence.documents import Exchange

TRANSCRIPT_LIMIT = 4 << 20  # bytes of text
NEAR = 4_096  # bytes at whose beginning a long text shows that it is a transcript
LINE_LENGTH = 8_000  # characters of a line that are looked at
MOST = 2_000  # exchanges kept of one transcript
ANSI = re.compile(r"\x1b\[[0-9;?]*[ -/]*[@-~]")
CLOCK = re.compile(r"\d\d:\d\d:\d\d\.\d{6} (?=[<>*] )")  # curl --trace-time
STATUS = re.compile(r"HTTP/(?:[123]|[12]\.[01])\s+(?P<status>[1-9]\d\d)(?:\s+(?P<why>.{0,100}))?$")
START = re.compile(r"(?P<method>[A-Z]{3,10})\s+(?P<target>\S{1,2000})\s+HTTP/(?:[123]|[12]\.[01])$")
HEADER = re.compile(r"(?P<name>[A-Za-z][\w!#&'*+.^|~-]{0,99}):(?!//)[ \t]*(?P<value>.*)$")
REDIRECTS = (301, 302, 303, 307, 308)
TUNNEL = "connection established"  # a proxy's answer to CONNECT
SHOWN = re.compile(
    rb"^[ \t]*(?:[\d:.]{15} )?(?:<[ \t]+)?"
    rb"(?:HTTP/(?:[123]|[12]\.[01])[ \t]+[1-9]\d\d\b|access-control-allow-origin:[ \t]*\S)",
    re.MULTILINE | re.IGNORECASE,
)


def is_transcript(head: bytes, *, whole: bool) -> bool:
    """Whether an answer of HTTP stands in the text; in a long text at its beginning."""
    return SHOWN.search(head if whole else head[:NEAR]) is not None


def read_transcript(text: str, input: int) -> Iterator[Exchange]:
    """Every answer with the request before it, in order. Never raises for what the text holds."""
    reader = _Reader(input)
    lines = text[:TRANSCRIPT_LIMIT].split("\n")
    number, count = 0, 0
    while number < len(lines) and count < MOST:
        line = _plain(lines[number])
        command = COMMAND.match(line) if "curl" in line[:120] else None
        if command is None:
            found = reader.take(line, number + 1)
            number += 1
        else:
            found = reader.close()
            rest, number = _whole(command["rest"], lines, number + 1)
            reader.send(read_command(rest))
        for one in found:
            count += 1
            yield one
    yield from reader.close()


def _plain(line: str) -> str:
    line = ANSI.sub("", line[:LINE_LENGTH]) if "\x1b" in line else line[:LINE_LENGTH]
    return CLOCK.sub("", line.strip(), count=1)


def _whole(rest: str, lines: Sequence[str], number: int) -> tuple[str, int]:
    """The command with the lines on which it goes on, and the number of the line after it."""
    end = number
    while end < min(len(lines), number + MOST_LINES) and len(rest) < LONGEST and is_open(rest):
        line = _plain(lines[end])
        if line.startswith(("> ", "< ", "* ")) or STATUS.match(line) or COMMAND.match(line):
            break  # a quote that nobody closed
        rest, end = f"{rest}\n{line}", end + 1
    return rest, end


class _Answer(Struct):
    status: int | None
    line: int
    headers: list[tuple[str, str]] = field(default_factory=list)


class _Reader:
    """Takes lines one by one; gives an exchange where the headers of an answer end."""

    def __init__(self, input: int) -> None:
        self._input = input
        self._request = Request()
        self._answer: _Answer | None = None
        self._commanded = False  # the address is known from a command
        self._asking = False  # within the header lines of a request
        self._verbose = False  # `< ` marks the answer, so other lines only repeat it

    def send(self, request: Request) -> None:
        """A new request, out of a command line."""
        self._request, self._commanded = request, request.url is not None
        self._asking = self._verbose = False

    def close(self) -> list[Exchange]:
        """The answer that is being read, if there is one."""
        answer, self._answer = self._answer, None
        self._asking = False
        return list(self._given(answer)) if answer else []

    def take(self, line: str, number: int) -> list[Exchange]:
        """One line that is no command."""
        mark, text = line[:1], line[1:].strip()
        if mark == ">" and line[1:2] in ("", " "):
            self._verbose = True
            return self._ask(text)
        if mark == "<" and line[1:2] in ("", " "):
            self._verbose = True
            return self._read(text, number)
        if self._verbose:
            return []
        if self._asking or START.match(line):
            return self._ask(line)
        return self._read(line, number)

    def _ask(self, text: str) -> list[Exchange]:
        """A line of a request: its first, a header, or the end of its headers."""
        if start := START.match(text):
            found = self.close()
            self._asking = True
            url = self._request.url if self._commanded else start["target"]
            self._request = Request(url, start["method"], (), self._request.cookies)
            return found
        header = HEADER.match(text) if self._asking else None
        self._asking = header is not None
        if header:
            self._add(header["name"], header["value"])
        return []

    def _add(self, name: str, value: str) -> None:
        request, url = self._request, self._request.url
        if name.lower() == "host" and url is not None and url.startswith("/"):
            url = f"//{value.strip()}{url}"  # curl -v tells the path, and the host behind it
        headers = (*request.headers, (name, value))[-200:]
        self._request = replace(request, url=url, headers=headers)

    def _read(self, text: str, number: int) -> list[Exchange]:
        """A line of an answer: its status, a header, or the end of its headers."""
        if status := STATUS.match(text):
            found = self.close()
            if (status["why"] or "").strip().lower() != TUNNEL:
                self._answer = _Answer(int(status["status"]), number)
            return found
        header = HEADER.match(text)
        if header is None:
            return self.close()
        if self._answer is None:
            if header["name"].lower() != "access-control-allow-origin":
                return []
            self._answer = _Answer(None, number)  # headers that were copied without their status
        self._answer.headers.append((header["name"], header["value"]))
        return []

    def _given(self, answer: _Answer) -> Iterator[Exchange]:
        if answer.status is not None and 100 <= answer.status < 200:
            return  # what comes before the answer itself
        told = {name.lower(): value for name, value in answer.headers}
        request = self._request
        yield exchange(
            request,
            answer.status,
            answer.headers,
            input=self._input,
            line=answer.line,
            time_us=_time(told.get("date", "")),
        )
        if answer.status in REDIRECTS and "location" in told and request.url:
            self._request = replace(request, url=_joined(request.url, told["location"]))
        else:  # an answer that comes without a request is not to this one
            self._request, self._commanded = Request(), False


def _joined(url: str, location: str) -> str:
    try:
        return urljoin(url, location.strip()[:LINE_LENGTH])
    except ValueError:
        return url


def _time(date: str) -> int | None:
    """µs of a Date header; None for any other text."""
    try:
        return micros(parsedate_to_datetime(date.strip()[:60]).isoformat())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
