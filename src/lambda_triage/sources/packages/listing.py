"""The text of `unzip -l`, `unzip -v`, `zipinfo`, `python -m zipfile -l` → entries of a package."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.sources.packages.marks import is_package
from lambda_triage.sources.packages.members import Member, gathered, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lambda_triage.sources.packages.members import Members

LISTING_LIMIT = 8 << 20  # bytes of text
HEADED = re.compile(rb"Length {1,12}|Zip file size: |File Name {20}")
HEADER = re.compile(
    r"^\s*Length {1,12}(?:Method {1,8}Size {1,8}Cmpr {1,8})?Date {1,12}Time {1,12}"
    r"(?:CRC-32 {1,8})?Name\s*$"
    r"|^Zip file size: \d+ bytes, number of entries: \d+"
    r"|^File Name {20,60}Modified {5,40}Size\s*$",
    re.MULTILINE,
)
ARCHIVE = re.compile(r"^Archive: {1,4}(?P<name>[^\n]{1,500}?)\s*$", re.MULTILINE)
TOTAL = re.compile(r"^Zip file size: (?P<size>\d{1,15}) bytes", re.MULTILINE)
LINES = (
    re.compile(  # unzip -l, unzip -v
        r"^\s*(?P<size>\d{1,15})\s+(?:[A-Z]\w+(?::\w)?\s+\d+\s+-?\d+%\s+)?\d{1,4}-\d\d-\d{2,4}"
        r"\s+\d\d:\d\d\s+(?:[0-9a-f]{8}\s{1,4})?(?P<path>\S.*)$"
    ),
    re.compile(  # zipinfo
        r"^(?P<mode>[-dlrwxsStT?]{10})\s+\d+\.\d\s+\w{3}\s+(?P<size>\d{1,15})\s+(?P<kind>\w[-\w])"
        r"\s+(?:\d+\s+)?\w{4}\s+\S{8,9}\s+\d\d:\d\d\s(?P<path>\S.*)$"
    ),
    re.compile(  # python -m zipfile -l
        r"^(?P<path>\S.*?)\s+\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s+(?P<size>\d{1,15})\s*$"
    ),
)


def is_code_listing(head: bytes) -> bool:
    """Whether it is the listing of a package, as far as its first entries show it."""
    if not HEADED.search(head[:2000]):
        return False
    text = head.decode("utf-8", "replace")
    if not HEADER.search(text[:2000]):
        return False
    archive = ARCHIVE.search(text[:2000])
    paths = [member.path for member in _entries(text)]
    return is_package(paths, archive["name"] if archive else "")


def listing(text: str) -> Members:
    """The entries that a listing tells; their contents are not at hand."""
    archive, total = ARCHIVE.search(text[:2000]), TOTAL.search(text[:2000])
    return gathered(
        _entries(text),
        zipped=int(total["size"]) if total else None,
        archive=archive["name"] if archive else None,
    )


def _entries(text: str) -> Iterator[Member]:
    for line in text.splitlines():
        if len(line) > 2000:
            continue
        found = next((m for m in (form.match(line) for form in LINES) if m), None)
        if found is None:
            continue
        told = found.groupdict()
        letters, kind = told.get("mode") or "", told.get("kind") or ""
        yield Member(
            shown(told["path"].strip()),
            int(told["size"]),
            _mode(letters),
            encrypted=kind[:1].isupper(),
            link=letters.startswith("l"),
        )


def _mode(letters: str) -> int | None:
    """`-rw-r--r--` as bits; None where the archive was made without them."""
    if len(letters) != 10 or "?" in letters:
        return None
    return sum(1 << (8 - n) for n, letter in enumerate(letters[1:]) if letter not in "-ST")
