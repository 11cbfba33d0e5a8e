"""One ISO 8601 time as microseconds since the epoch."""

from __future__ import annotations

import re
from datetime import datetime

FIRST_YEAR, LAST_YEAR = 1970, 2199  # other years are not times of Lambda logs
_SECOND = 1_000_000  # microseconds
_EPOCH = datetime(1970, 1, 1)
_STAMP = re.compile(rb"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(?:Z|([+-]\d\d:\d\d))?")


def parse_time(text: bytes, at: int = 0) -> tuple[int, int] | None:
    """The time that stands at `at`, and the offset just after it; no zone means UTC."""
    found = _STAMP.match(text, at)
    if found is None:
        return None
    try:
        moment = datetime.fromisoformat(found.group(1).decode())
    except ValueError:
        return None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        return None
    since = moment - _EPOCH
    micros = (since.days * 86400 + since.seconds) * _SECOND
    if fraction := found.group(2):
        micros += int(fraction[:6].ljust(6, b"0"))
    if zone := found.group(3):
        hours, minutes = int(zone[1:3]), int(zone[4:])
        if hours > 23 or minutes > 59:
            return None
        micros += (hours * 60 + minutes) * 60 * (_SECOND if zone[:1] == b"-" else -_SECOND)
    return micros, found.end()
