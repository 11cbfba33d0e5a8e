"""Starts of all lanes → rows of `runtimes`, one per function and version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.evidence.tables import RUNTIMES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lambda_triage.evidence.case import Case
    from lambda_triage.sources.lane import Lane, Started


def write_runtimes(case: Case, lanes: Iterable[Lane], named: Callable[[Lane], str]) -> None:
    """Add up the starts of each function on each version; the earliest is kept as proof."""
    found: dict[tuple[str, str], tuple[Started, int]] = {}
    for lane in lanes:
        for version, started in lane.runtimes.items():
            key = (named(lane), version)
            first, count = found.get(key, (started, 0))
            found[key] = (min(first, started, key=_order), count + started.count)
    case.add(
        RUNTIMES,
        [
            {
                "resource": resource,
                "version": version,
                "arn": first.arn,
                "first_us": first.first_us,
                "starts": count,
                "input": first.input,
                "line": first.line,
            }
            for (resource, version), (first, count) in sorted(found.items(), key=lambda f: f[0])
        ],
    )


def _order(started: Started) -> tuple[bool, int, int, int]:
    time_us = started.first_us
    return (time_us is None, time_us or 0, started.input, started.line)
