"""What a check sees: the case, with its signals and function configurations at hand."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.endings import read_endings
from lambda_triage.checks.overcome import standing
from lambda_triage.evidence.documents import Mapping
from lambda_triage.evidence.naming import key, same
from lambda_triage.evidence.signature import Signal

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.function import FunctionConfiguration


class _SignalRow(Struct, frozen=True):
    resource: str
    signal: str
    key: str
    events: int
    invocations: int
    failed: int
    ok: int
    statuses: str
    loose: int
    unsettled: int
    environments: int
    origin: str
    first_us: int | None
    last_us: int | None
    last_input: int | None
    last_line: int | None
    examples: str


ALL_SIGNALS = """
SELECT resource, signal, key, events, invocations, failed, ok, statuses, loose,
       unsettled, environments,
       origin, first_us, last_us, last_input, last_line, examples
FROM signals
ORDER BY resource, signal, key
"""


# Functions all of whose other invocations went well: what one invocation of unknown outcome logs
# was most likely handled, as it was in the others.
WELL = """
SELECT resource FROM outcomes
WHERE ok >= $fewest AND ok >= $fewest * unknown AND ok + unknown = invocations
"""
FEWEST_OK = 4  # and as many for each unknown one; our choice


class Scene:
    """The case, read once for all checks."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._functions: list[str] | None = None
        self._well: frozenset[str] | None = None
        signals: dict[str, list[Signal]] = defaultdict(list)
        for row in case.rows(ALL_SIGNALS, _SignalRow):
            signals[row.signal].append(_signal(row))
        self.endings = read_endings(case, signals)
        self._by_id = standing(case, signals, self.endings)

    def signals(self, *ids: str) -> list[Signal]:
        """Signals of these signatures, in the order of the ids, then resource and captures.

        What a run printed that then ended well is left out: see `overcome`.
        """
        return [signal for name in ids for signal in self._by_id.get(name, ())]

    def present(self) -> frozenset[str]:
        """Ids of all signatures that occur."""
        return frozenset(self._by_id)

    def key(self, reference: str) -> str:
        """The key under which a function's logs and configuration stand, for a reference to it."""
        wanted = key(reference)
        if self._functions is None:
            rows = self.case.execute("SELECT DISTINCT resource FROM invocations ORDER BY resource")
            told = {f.resource for f in self.case.functions}
            told |= {m.function for m in self.case.documents(Mapping) if m.function}
            known = {s.resource for found in self._by_id.values() for s in found}
            self._functions = sorted(told | known | {str(r[0]) for r in rows})
        fitting = [k for k in self._functions if same(k, wanted)]
        named = [k for k in fitting if k.startswith("arn:")] or fitting
        return named[0] if len(named) == 1 else wanted

    def mappings(self, function: str) -> tuple[Mapping, ...]:
        """The event source mappings that invoke a function."""
        found = self.case.documents(Mapping)
        return tuple(m for m in found if m.function and self.key(m.function) == function)

    def is_well(self, resource: str) -> bool:
        """Whether all invocations of known outcome went well, and few are unknown."""
        if self._well is None:
            rows = self.case.execute(WELL, fewest=FEWEST_OK)
            self._well = frozenset(str(row[0]) for row in rows)
        return resource in self._well

    def function(self, resource: str) -> FunctionConfiguration | None:
        """The configuration of one function, if it was given."""
        return self.case.function(resource)


def _signal(row: _SignalRow) -> Signal:
    return Signal(
        row.resource,
        row.signal,
        json.loads(row.key),
        row.events,
        row.invocations,
        row.failed,
        row.ok,
        json.loads(row.statuses),
        row.loose,
        row.unsettled,
        row.environments,
        row.origin,
        row.first_us,
        row.last_us,
        tuple(json.loads(row.examples)),
        None
        if row.last_input is None or row.last_line is None
        else (row.last_input, row.last_line),
    )
