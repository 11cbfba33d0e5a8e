"""Which rules are worth running: Hyperscan tells it for a whole block at once.

Until it pays to compile that, the rules' literals are looked for one by one; in a short text, such
as the names and values of an answer, only those of which it has the first letters.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from lambda_triage.scan.literals import escaped

if TYPE_CHECKING:
    from collections.abc import Sequence

    import hyperscan

    from lambda_triage.evidence.redaction.rule import Rule

SHORT = 600  # characters in which looking at each place is faster than looking for each literal
FIRST = 3  # letters by which literals are looked up
FEW_BYTES = 256 << 10  # until here plain searches cost less than compiling (benchmarks/redact.py)


class Gate:
    """Finds which of *rules* may fit, and where; never leaves out one that does."""

    __slots__ = ("_database", "_few", "_first", "_lock", "_seen", "rules")

    def __init__(self, rules: Sequence[Rule]) -> None:
        self.rules = tuple(rules)
        self._database: hyperscan.Database | None = None
        literals = [(text, n) for n, rule in enumerate(rules) for text in rule.literals or ("",)]
        self._few = [told for told in literals if len(told[0]) < FIRST]
        self._first: dict[str, list[tuple[str, int]]] = {}
        for told in literals:
            if len(told[0]) >= FIRST:
                self._first.setdefault(told[0][:FIRST], []).append(told)
        self._seen = 0
        self._lock = Lock()  # a database holds one scratch

    def wanted(self, text: str) -> list[Rule]:
        """The rules that may fit in the text, in their order."""
        self._seen += len(text)
        if self._seen > FEW_BYTES:
            data = text.encode(errors="surrogatepass")
            numbers = {number for _, number in self.hits(data)}
            return [self.rules[number] for number in sorted(numbers)]
        lower = text.lower()
        if len(lower) <= SHORT:
            return self._among(lower)
        return [
            rule
            for rule in self.rules
            if not rule.literals or any(literal in lower for literal in rule.literals)
        ]

    def _among(self, lower: str) -> list[Rule]:
        """The rules of which a literal is in a short text."""
        numbers = {n for literal, n in self._few if literal in lower}
        first = self._first
        for at in range(len(lower) - FIRST + 1):
            told = first.get(lower[at : at + FIRST])
            if told:
                numbers.update(n for literal, n in told if lower.startswith(literal, at))
        return [self.rules[number] for number in sorted(numbers)]

    def hits(self, block: bytes) -> list[tuple[int, int]]:
        """Offset just after what lets a rule in, and the rule's number, by offset."""
        found: list[tuple[int, int]] = []

        def keep(rule: int, _start: int, end: int, _flags: int, _context: object) -> None:
            found.append((end, rule))

        with self._lock:
            if self._database is None:
                self._database = _compile(self.rules)
            self._database.scan(block, match_event_handler=keep)
        return found


def _compile(rules: Sequence[Rule]) -> hyperscan.Database:
    import hyperscan

    told: list[tuple[bytes, int, int]] = []
    for number, rule in enumerate(rules):
        told += [(gate.encode(), number, 0) for gate in rule.gate]
        if not rule.gate:
            caseless = hyperscan.HS_FLAG_CASELESS
            told += [(escaped(text.encode()), number, caseless) for text in rule.literals]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[expression for expression, _, _ in told],
        ids=[number for _, number, _ in told],
        elements=len(told),
        flags=[flags for _, _, flags in told],
    )
    return database
