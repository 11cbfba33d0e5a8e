"""Times in answers, read fast where they are in the two forms that nearly all have.

botocore tries every form of a date on each: half a millisecond for one of ISO 8601, of which an
answer may have thousands.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from botocore.session import Session

LAST_S = 253_402_300_800  # year 10000


def attach(session: Session) -> None:
    """Have the clients that *session* makes from now on read times with `moment`."""
    session.get_component("response_parser_factory").set_parser_defaults(timestamp_parser=moment)


def moment(told: object) -> datetime:
    """The time that an answer tells: `2026-01-31T12:00:00Z`, seconds, or what botocore reads."""
    try:
        if isinstance(told, str):
            if told[10:11] == "T" and told.endswith("Z"):
                return datetime.fromisoformat(told)
        elif isinstance(told, int | float) and 0 <= told < LAST_S:
            return datetime.fromtimestamp(told, UTC)
    except ValueError:
        pass
    from botocore.utils import parse_timestamp

    found: datetime = parse_timestamp(told)
    return found
