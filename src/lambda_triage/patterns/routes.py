"""Which route of an HTTP or REST API a request takes.

The order of API Gateway's HTTP APIs: a route with fixed parts before one with `{variables}`, that
before a greedy `{proxy+}`, a method before ANY, and `$default` last (API Gateway guide, "Create
routes for HTTP APIs", 2026).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.patterns.verdict import Match, failed, passed

if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT = "$default"
PART = re.compile(r"\{(?P<name>[^{}+]{1,128})(?P<greedy>\+?)\}")


def match_route(key: str, method: str, path: str) -> Match:
    """Whether a route key such as `GET /orders/{id}` takes a request; one path, no query."""
    if key == DEFAULT:
        return passed("$default takes what no other route does")
    wanted_method, _, wanted_path = key.partition(" ")
    if wanted_method.upper() not in ("ANY", method.upper()):
        return failed("$.method", wanted_method, method, f"the route takes {wanted_method} only")
    wanted, given = _parts(wanted_path), _parts(path)
    for at, part in enumerate(wanted):
        hole = PART.fullmatch(part)
        if hole and hole["greedy"]:
            if len(given) > at:
                return passed()
            return failed(f"$.path[{at}]", part, None, f"{part} needs one part of a path at least")
        if at >= len(given):
            return failed(f"$.path[{at}]", part, None, f"the path ends before {part}")
        if not hole and part != given[at]:
            hint = " (case matters)" if part.lower() == given[at].lower() else ""
            reason = f"part {at + 1} of the path is {given[at]}{hint}, wanted is {part}"
            return failed(f"$.path[{at}]", part, given[at], reason)
    if len(given) > len(wanted):
        rest = "/".join(given[len(wanted) :])
        return failed("$.path", wanted_path, path, f"the path goes on with {rest}")
    return passed()


def choose_route(keys: Sequence[str], method: str, path: str) -> str | None:
    """The route that an API takes for a request, among those that match; None for none."""
    fitting = [key for key in keys if match_route(key, method, path).matched]
    return min(fitting, key=_rank, default=None)


def _rank(key: str) -> tuple[int, int, int, str]:
    if key == DEFAULT:
        return (3, 0, 0, key)
    wanted_method, _, wanted_path = key.partition(" ")
    holes = [PART.fullmatch(part) for part in _parts(wanted_path)]
    greedy = any(hole and hole["greedy"] for hole in holes)
    variables = sum(1 for hole in holes if hole)
    level = 2 if greedy else 1 if variables else 0
    return (level, variables - len(holes), int(wanted_method.upper() == "ANY"), key)


def _parts(path: str) -> list[str]:
    return [part for part in path.partition("?")[0].strip("/").split("/") if part]
