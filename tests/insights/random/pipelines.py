"""Random pipelines, as text: only such as the language allows, so that a refusal is a fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.insights.random.expressions import PERIODS, Expressions

if TYPE_CHECKING:
    from collections.abc import Callable

FIELDS = (
    *("@message", "@timestamp", "@type", "@duration", "@initDuration", "@memorySize", "@requestId"),
    *("@log", "@logStream", "@xrayTraceId", "a", "b", "s", "n", "ip", "status", "A", "nothing"),
    *(
        "b.c",
        "o.k",
        "o.k.v",
        "list.0",
        "list.1.a",
        "@@x",
        "srcAddr",
        "bytes",
        "record.metrics.durationMs",
    ),
)
NUMERIC = ("@duration", "@memorySize", "a", "n", "b.c", "status", "nothing")  # not of times
TABLE = (
    ("code", "word", "net"),
    ("404", "lost", "10.0.0.0/8"),
    ("a", "first", "10.0.0.0/16"),
    ("7", "", "::/0"),
)
GLOBS = ("user=*, method:*,", "*=*", "* *", "RequestId: *", "a*", "*b*c", "\\n*")
_EXTRACTED = (
    r"/(?<NAME>[0-9]+)/",
    r"/user=(?<NAME>.*?),/",
    r"/(?<NAME>a)|b/",
    r"/(?i)(?<NAME>[a-c]*)/",
)
_NUMBERED = ("sum", "avg", "median", "stddev", "variance")
_ANY = ("count", "countDistinct", "min", "max", "values", "sortsFirst", "sortsLast")
MOST = 8


class Pipeline:
    """The commands drawn so far, and what they allow next."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw
        self.commands: list[str] = []
        self.names: tuple[str, ...] = FIELDS
        self.lists: tuple[str, ...] = ()
        self.events = True
        self.joined = False
        self.binned = False
        self._new = 0

    # -- what is drawn

    def of(self) -> Expressions:
        return Expressions(self._draw, self.names, self.lists)

    def pick(self, choices: tuple[str, ...]) -> str:
        return self._draw(st.sampled_from(choices))

    def count(self, least: int, most: int) -> int:
        return self._draw(st.integers(least, most))

    def new(self) -> str:
        self._new += 1
        return f"x{self._new}"

    def put(self, command: str) -> None:
        self.commands.append(command)

    def add(self, name: str) -> None:
        self.names = (*self.names, name)

    # -- commands

    def fields(self) -> None:
        name = self.new()
        if self.count(0, 3) == 0:
            self.put(f"fields {self.of().list()} as {name}")
            self.lists = (*self.lists, name)
            self.names = (*self.names, f"{name}.k", f"{name}.1")
            return
        self.put(f"fields {self.of().any()} as {name}, {self.of().name()}")
        self.add(name)

    def filter(self) -> None:
        word = self.pick(("filter", "where", "FILTER"))
        self.put(f"{word} {self.of().condition()}")

    def display(self) -> None:
        name = self.new()
        self.put(f"display {self.of().name()}, {self.of().any(1)} as {name}")
        self.add(name)

    def parse(self) -> None:
        operand = self.pick(("", f"{self.of().name()} "))
        if self.count(0, 1):
            pattern = self.pick(GLOBS)
            names = [self.new() for _ in range(pattern.count("*"))]
            self.put(f'parse {operand}"{pattern}" as {", ".join(names)}')
        else:
            names = [self.new()]
            pattern = self.pick(_EXTRACTED).replace("NAME", names[0])
            self.put(f"parse {operand}{pattern}{self.pick(('', ' multi'))}")
        self.names = (*self.names, *names)

    def unnest(self) -> None:
        if self.count(0, 1) and self.events:
            self.put(f"expand {self.pick(('list', 'a', 'o'))}")
            return
        name = self.new()
        self.put(f"unnest {self.of().name()} into {name}")
        self.add(name)

    def lookup(self) -> None:
        name = self.new()
        if self.count(0, 1):
            self.put(f"lookup t code as {self.of().name()} OUTPUT word as {name}")
        else:
            self.put(f"cidrlookup t {self.of().name()} as net OUTPUT word as {name}")
        self.add(name)

    def join(self) -> None:
        if self.joined or not self.events:
            return
        self.joined = True
        kind, field = self.pick(("inner", "left")), self.pick(("a", "@requestId", "s"))
        group = self.pick(("/aws/lambda/one", "/aws/lambda/two"))
        self.put(f"join type={kind} left=l right=r where l.{field}=r.{field} (SOURCE '{group}')")
        self.names = (*self.names, "r.@message", "r.n")

    def within(self) -> None:
        name, field = self.of().name(), self.pick(("a", "s", "@requestId", "@duration", "status"))
        self.put(f"filter {name} in (SOURCE '/aws/lambda/one' | filter n > 0 | fields {field})")

    def row(self) -> None:
        """A command over the rows as they are; some take no times."""
        name, made = self.of().name(), self.new()
        number = self.pick(NUMERIC)
        options = [f"autoregress {name} as {made} p=1", f"filldown {name}"]
        if self.events:
            options += [
                f"accum {number} as {made}",
                f"outlier action=transform param=0.5 {number}",
                f"outlier action=remove param=0.5 uselower=true {number}",
                f"addtotals fieldname={made} {number}, n",
            ]
        self.put(self.pick(tuple(options)))
        if made in self.commands[-1]:
            self.add(made)

    def sessionize(self) -> None:
        if self.events:
            name = self.new()
            self.put(f"sessionize {self.of().name()} maxspan {self.pick(('1s', '30m'))} as {name}")
            self.add(name)

    def stats(self) -> None:
        made: list[str] = []
        items = [self._measure(made) for _ in range(self.count(1, 3))]
        keys = [self._key(made) for _ in range(self.count(0, 2))]
        self.binned = any("bin(" in each for each in keys)
        self.put(f"stats {', '.join(items)}" + (f" by {', '.join(keys)}" if keys else ""))
        self.events = False
        self.names, self.lists = tuple(made), ()
        if not made:
            self.add(self.new())
            self.put(f"fields 1 as {self.names[0]}")

    def _measure(self, made: list[str]) -> str:
        value = self.of().any(1)
        options = [
            "count(*)",
            f"{self.pick(_NUMBERED)}({value})",
            f"{self.pick(_ANY)}({value})",
            f"pct({value}, {self.pick(('0', '50', '99.9'))})",
            f"(max({value}) - min({value})) * 2",
        ]
        if self.events:
            options += [f"earliest({value})", f"latest({value})", f"rate({value}, 1m)"]
        name = self.new()
        chosen = self.pick(tuple(options))
        if not chosen.startswith("values"):  # a list can be shown, not reckoned with
            made.append(name)
        return f"{chosen} as {name}"

    def _key(self, made: list[str]) -> str:
        options = [self.of().any(1), f"histogram({self.of().name()}, 2.5)"]
        if self.events:
            options += [f"bin({self.pick(PERIODS)})"] * 2
        name = self.new()
        made.append(name)
        return f"{self.pick(tuple(options))} as {name}"

    def missing(self) -> None:
        if self.binned:
            self.put("fillmissing")

    def beside(self) -> None:
        name = self.new()
        self.put(f"appendcols (stats count(*) as {name} by a | sort {name} desc)")
        self.add(name)

    def sort(self) -> None:
        keys = [
            self.of().any(1) + self.pick(("", " asc", " desc")) for _ in range(self.count(1, 2))
        ]
        self.put(f"sort {', '.join(keys)}")

    def limit(self) -> None:
        self.put(f"limit {self.count(1, 6)}")

    def dedup(self) -> None:
        keys = {self.of().name() for _ in range(self.count(1, 2))}
        self.put(f"dedup {', '.join(sorted(keys))}")

    def totals(self) -> None:
        name = self.new()
        self.put(f"addtotals fieldname={name} col=true")
        self.add(name)

    def frequent(self) -> None:
        self.put(f"countFrequent {self.of().name()}")
        self.names, self.lists, self.events = ("_approxcount",), (), False

    def relevant(self) -> None:
        fields = tuple(each for each in self.names if each in FIELDS)
        listed = f"{self.pick(fields)}, {self.pick(fields)} " if self.count(0, 1) else ""
        own = self.pick(("n > 1", "a = 7", '@type = "REPORT"', "@duration > 10", "ispresent(s)"))
        self.put(f"relevantfields {listed}where {own}")
        self.names = ("`@fieldName`", "@relevanceScore", "@conditionalMedian")
        self.lists, self.events = (), False

    def pattern(self) -> None:
        self.put(f"pattern {self.of().name()}")
        self.names, self.lists, self.events = ("`@pattern`", "@sampleCount", "@ratio"), (), False


_ROWS = (
    "fields",
    "filter",
    "fields",
    "filter",
    "parse",
    "unnest",
    "lookup",
    "join",
    "within",
    "row",
    "sessionize",
)
_GROUPS = ("fields", "filter", "row", "missing", "beside")
_LAST = ("sort", "sort", "limit", "display", "totals", "filter", "fields", "row", "frequent")


@st.composite
def pipelines(draw: st.DrawFn) -> str:
    """A query of at most 8 commands."""
    query = Pipeline(draw)
    _some(query, draw, _ROWS, 3)
    ends = draw(
        st.sampled_from(("rows", "rows", "stats", "stats", "stats stats", "pattern", "relevant"))
    )
    if ends in ("pattern", "relevant"):
        getattr(query, ends)()
    if "stats" in ends:
        for _ in ends.split():
            query.stats()
            _some(query, draw, _GROUPS, 1)
    _some(query, draw, _LAST, 2)
    if draw(st.integers(0, 4)) == 0:
        query.dedup()
        _some(query, draw, ("limit",), 1)
    return draw(st.sampled_from((" | ", "\n| ", "|"))).join(query.commands[:MOST] or ["limit 3"])


def _some(query: Pipeline, draw: st.DrawFn, choices: tuple[str, ...], most: int) -> None:
    for _ in range(draw(st.integers(0, most))):
        command: Callable[[], None] = getattr(query, draw(st.sampled_from(choices)))
        command()
