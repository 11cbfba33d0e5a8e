"""Random expressions, as text, over names that a query knows at that place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from tests.insights.random.events import NUMBERS, TEXTS

if TYPE_CHECKING:
    from collections.abc import Sequence

PERIODS = (
    "1ms",
    "1500ms",
    "1s",
    "300s",
    "5m",
    "1h",
    "1d",
    "2w",
    "1mo",
    "1q",
    "1 year",
    "90 minutes",
)
REGEXES = (
    *(
        "a",
        "(?i)err",
        r"^\d+$",
        "(a+)+$",
        r"[^\w\s]",
        "o.*m",
        "(?s)e.n",
        "[a-c]|é",
        r"\.",
        "x?$",
        "b{2,}",
    ),
)
_GROUPED = (r"(\w+)=(\w*)", r"([0-9]+)", r"(a)|(b)", "x*", r"[aeiou]")
_NEW = ("-", "", r"\0\0", r"[\1]")
_FORMATS = ("%Y-%m-%d", "%H:%M:%S.%L", "%s", "%A %j %p", "%Y%%")
_READ = (
    ("2023-11-14", "yyyy-MM-dd"),
    ("14/Nov/2023:10:00:01", "dd/MMM/yyyy:HH:mm:ss"),
    ("2023-10-29 02:30", "yyyy-MM-dd HH:mm"),  # twice in Berlin
    ("00:30 -17:30", "HH:mm XXX"),
)
_ZONES = ("", ', "UTC"', ', "Europe/Berlin"', ', "-03:30"')
_SUBNETS = ("10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32", "0.0.0.0/0", "x", "10.0.0.1")
_ONE_NUMBER = (
    "abs",
    "ceil",
    "floor",
    "log",
    "sqrt",
    "round",
    "toNumber",
    "toInt",
    "toLong",
    "toDouble",
)
_ONE_TEXT = (
    *("trim", "ltrim", "rtrim", "toupper", "tolower", "urlencode", "urldecode", "base64encode"),
    *("base64decode", "hexToAscii", "md5", "sha256", "jsonStringify"),
)
_ASKED = (
    *("ispresent", "isempty", "isblank", "isNumeric", "isValidIp", "isValidIpV4", "isValidIpV6"),
    *("isPrivateIP", "isPublicIP", "isReservedIP"),
)
_TWO = ("strcontains", "startsWith", "endsWith", "jsonArrayContains")


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


class Expressions:
    """Draws expressions; names are those that stand for texts, numbers, times or truths."""

    def __init__(self, draw: st.DrawFn, names: Sequence[str], lists: Sequence[str] = ()) -> None:
        self._draw = draw
        self._names = names
        self._lists = lists  # maps and lists, in names and expressions

    def pick(self, choices: Sequence[str]) -> str:
        return self._draw(st.sampled_from(choices))

    def name(self) -> str:
        return self.pick(self._names)

    def any(self, depth: int = 2) -> str:
        """A value of any kind but maps and lists."""
        if depth <= 0:
            return self._short()
        ways = (self._short, self.number, self.text, self.condition, self.time, self._chosen)
        way = self._draw(st.sampled_from(ways))
        return way() if way == self._short else way(depth - 1)

    def _short(self) -> str:
        way = self._draw(st.integers(0, 5))
        if way == 4:
            return quoted(self.pick(TEXTS))
        if way == 5:
            return str(self._draw(st.sampled_from(NUMBERS)))
        return self.name()

    def number(self, depth: int = 2) -> str:
        way = self._draw(st.integers(0, 6))
        a = self.any(depth)
        if way <= 1:
            sign = self.pick(("+", "-", "*", "/", "%", "^"))
            return f"({a} {sign} {self.any(depth)})"
        if way == 2:
            return f"{self.pick(_ONE_NUMBER)}({a})"
        if way == 3:
            return f"{self.pick(('greatest', 'least'))}({a}, {self.any(depth)}, 1)"
        if way == 4:
            size = self.pick(("strlen", "messageSize", "hexToDec", "ipv4ToNumber", "toMillis", "-"))
            return f"{size}({a})"
        if way == 5:
            return self.pick(
                (f"round({a}, 1)", f"jsonArraySize({self._list()})", "now()", "queryTimeRange()")
            )
        date, pattern = self._draw(st.sampled_from(_READ))
        return f"parseDate({self.pick((quoted(date), a))}, {quoted(pattern)}{self.pick(_ZONES)})"

    def text(self, depth: int = 2) -> str:
        way = self._draw(st.integers(0, 6))
        a = self.any(depth)
        if way == 0:
            return f"concat({a}, {self.any(depth)})"
        if way == 1:
            return f"{self.pick(_ONE_TEXT)}({a})"
        if way == 2:
            return self.pick((f"substr({a}, 1)", f"substr({a}, {self.any(0)}, 2)"))
        if way == 3:
            return f"replace({a}, {self.any(0)}, {self.any(0)})"
        if way == 4:
            pattern = self.pick((*REGEXES, *_GROUPED))
            return f"regexReplace({a}, {quoted(pattern)}, {quoted(self.pick(_NEW))})"
        if way == 5:
            return f"formatDate({a}, {quoted(self.pick(_FORMATS))}{self.pick(_ZONES)})"
        return self.pick((f"trim({a}, {self.any(0)})", f"decToHex({a})"))

    def condition(self, depth: int = 2) -> str:
        way = self._draw(st.integers(0, 7))
        a = self.any(depth)
        if way <= 1:
            sign = self.pick(("=", "!=", "<", "<=", ">", ">=", "=="))
            return f"({self.pick((a, self._list()))} {sign} {self.any(depth)})"
        if way == 2:
            return f"({a} {self.pick(('like', 'not like'))} {self._pattern()})"
        if way == 3:
            choices = ", ".join(self.any(0) for _ in range(self._draw(st.integers(1, 3))))
            return f"({a} {self.pick(('in', 'not in'))} [{choices}])"
        if way == 4:
            return f"({a} {self.pick(('and', 'or'))} {self.any(depth)})"
        if way == 5:
            return f"{self.pick(_ASKED)}({a})"
        if way == 6:
            return f"{self.pick(_TWO)}({a}, {self.any(0)})"
        subnet = (
            f"{self.pick(('isIpInSubnet', 'isIpv4InSubnet'))}({a}, {quoted(self.pick(_SUBNETS))})"
        )
        return self.pick(
            (self._chain(a), subnet, f"not {a}", f"strcontains({a}, {self.any(0)}, true)")
        )

    def _chain(self, value: str) -> str:
        """Comparisons of one value with constants, and something else."""
        word, sign = self._draw(st.sampled_from((("or", "="), ("and", "!="))))
        constants = [self._draw(st.sampled_from((*map(quoted, TEXTS), *NUMBERS))) for _ in range(4)]
        chain = f" {word} ".join(f"{value} {sign} {each}" for each in constants)
        return f"({chain} {word} {self.any(0)} {sign} {self.any(0)})"

    def time(self, depth: int = 2) -> str:
        a = self.any(depth)
        rounded = f"{self.pick(('datefloor', 'dateceil'))}({a}, {self.pick(PERIODS)})"
        return self.pick((rounded, f"fromMillis({a})"))

    def _chosen(self, depth: int = 2) -> str:
        a, b, c = (self.any(depth) for _ in range(3))
        return self.pick(
            (
                f"coalesce({a}, {b})",
                f"if({a}, {b}, {c})",
                f"case({a}, {b}, {c}, 1)",
                f"case({a}, {b}, {c})",
            )
        )

    def list(self) -> str:
        """An expression that gives a map or a list."""
        return self.pick((f"jsonParse({self.any(0)})", f"split({self.any(0)}, {quoted(',')})"))

    def _list(self) -> str:
        return self.pick((*self._lists, self.list()))

    def _pattern(self) -> str:
        return self.pick((quoted(self.pick(TEXTS)), f"/{self.pick(REGEXES)}/"))
