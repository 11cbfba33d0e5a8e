"""Patterns of dates that cannot be read say which letter is not known, before anything runs."""

from __future__ import annotations

import subprocess
import sys

import pytest

from lambda_triage.errors import UsageError
from lambda_triage.insights.dates import pieces, shape, zone


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("yyyy-MM-dd G", "'G'"),
        ("YYYY-MM-dd", "'YYYY'"),
        ("yyyyy", "'yyyyy'"),
        ("HHH", "'HHH'"),
        ("yyyy-MM-dd[ HH:mm]", "'[ '"),
        ("yyyy'", '"\'"'),
        ("yyyy yyyy", "stands twice"),
        ("hh:mm", "h without a"),
        ("x" * 1000, "at most 200"),
        ("SSSSSSSSSS", "'SSSSSSSSSS'"),
    ],
)
def test_an_unknown_letter_of_parse_date_is_named(pattern: str, reason: str) -> None:
    with pytest.raises(UsageError, match=r".") as error:
        shape(pattern)

    assert reason in str(error.value)


@pytest.mark.parametrize("pattern", ["%Q", "%", "%-", "a%", "%5", "%E", "%" * 3])
def test_an_unknown_letter_of_format_date_is_named(pattern: str) -> None:
    with pytest.raises(UsageError, match="formatDate does not know %"):
        pieces(pattern)


@pytest.mark.parametrize(
    "name",
    [
        *("Mars/Olympus", "", "+25:00", "../etc/passwd", "/etc", "Europe", "a\0b"),
        *("localtime", "posixrules", "posix/UTC", "right/Europe/Berlin"),
    ],
)
def test_an_unknown_time_zone_is_an_error(name: str) -> None:
    with pytest.raises(UsageError, match="unknown time zone"):
        zone(name)


def test_a_machine_without_time_zones_leaves_names_to_duckdb() -> None:
    script = (
        "import sys, zoneinfo\n"
        "sys.modules['tzdata'] = None\n"
        "zoneinfo.reset_tzpath(to=())\n"
        "from lambda_triage.insights.dates import zone\n"
        "print(zone('Europe/Berlin').name)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False
    )

    assert (done.stdout, done.stderr) == ("Europe/Berlin\n", "")
