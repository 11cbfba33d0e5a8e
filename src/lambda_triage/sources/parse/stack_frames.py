"""The frames of a stack as any managed runtime prints or serialises them."""

from __future__ import annotations

import re
from typing import Literal

from msgspec import Struct

Family = Literal["python", "node", "java", "dotnet", "go", "ruby", "custom"]


class Frame(Struct, frozen=True):
    """One line of a stack; `in_app` is the user's own code, not a library's or the runtime's."""

    path: str
    line: int | None
    function: str | None
    in_app: bool


_FRAME_LIMIT = 200  # frames of a stack that are kept; Node keeps 10, Python's recursion limit 1000

_PYTHON = re.compile(
    r'File "(?P<path>[^"\n]{1,500})",? [Ll]ine (?P<line>[0-9]{1,9})'
    r'(?:, in (?P<function>[^\s"]{1,200}))?'
)
_NODE = re.compile(
    r"(?:^|\s)at (?:async )?(?:(?P<function>[^\n()]{1,300}?) \()?"
    r"(?P<path>(?:file:///|node:|webpack:/|/|internal/|[\w.-]{1,100}\.[cm]?[jt]s)[^\n():]{0,400})"
    r":(?P<line>[0-9]{1,9}):[0-9]{1,9}\)?",
    re.MULTILINE,
)
_RUBY = re.compile(
    r"^\s{0,8}(?:from )?(?P<path>[\w./@+-]{1,400}\.rb):(?P<line>[0-9]{1,9}):in "
    r"[`'](?P<function>[^'\n]{1,200})'",
    re.MULTILINE,
)
_JAVA = re.compile(
    r"(?:^|\s)at (?:[\w.@-]{0,60}/{1,2})?"
    r"(?P<function>(?:[\w$]{1,100}\.){1,15}(?:[\w$]{1,100}|<(?:cl)?init>))"
    r"\((?P<path>[\w$-]{1,100}\.(?:java|kt|scala|groovy|clj)|Unknown Source|Native Method)"
    r"(?::(?P<line>[0-9]{1,9}))?\)",
    re.MULTILINE,
)
_DOTNET = re.compile(
    r"^\s{0,8}at (?P<function>[\w.`<>\[\]|,+$-]{3,300})\([^\n()]{0,500}\)"
    r"(?: in (?P<path>[^\n]{1,400}?):line (?P<line>[0-9]{1,9}))?",
    re.MULTILINE,
)
_GO = re.compile(
    r"^(?P<function>[\w./*()@~-]{1,300})\([^\n()]{0,300}\)\n\s{1,8}"
    r"(?P<path>[^\s:]{1,400}\.go):(?P<line>[0-9]{1,9})",
    re.MULTILINE,
)
_STACKS: tuple[tuple[Family, re.Pattern[str]], ...] = (
    ("python", _PYTHON),
    ("node", _NODE),
    ("ruby", _RUBY),
    ("java", _JAVA),
    ("dotnet", _DOTNET),
    ("go", _GO),
)

_TASK_ROOTS = ("/var/task/", "/opt/", "/function/", "/app/", "/usr/src/app/", "webpack:/")
_LIBRARIES = re.compile(
    r"/(?:site-packages|dist-packages|node_modules|vendor|gems|pkg/mod)/"
    # Packages that `pip install -t .` puts beside the handler.
    r"|^/(?:var/task|opt/python)/(?:boto3|botocore|s3transfer|urllib3|requests|aiohttp|httpx|redis"
    r"|httpcore|pymysql|psycopg2?|sqlalchemy|pymongo|pydantic|fastapi|starlette|mangum|flask|yaml"
    r"|werkzeug|django|jinja2|numpy|pandas|aws_lambda_powertools|aws_xray_sdk|datadog_lambda|grpc"
    r"|ddtrace|sentry_sdk|newrelic|opentelemetry|elasticsearch|opensearchpy|google|cryptography)/"
)
_FRAMEWORKS: dict[str, re.Pattern[str]] = {
    "java": re.compile(
        r"(?:javax?|jdk|(?:com\.)?sun|kotlinx?|scala|lambdainternal|jakarta|com\.amazonaws"
        r"|software\.amazon|org\.(?:apache|springframework|hibernate|slf4j|crac)|reactor"
        r"|io\.(?:netty|quarkus|micronaut)|com\.(?:fasterxml|google|zaxxer))\."
    ),
    "dotnet": re.compile(r"(?:System|Microsoft|Amazon|AWSSDK|Newtonsoft)\.|lambda_method"),
}
_GO_LIBRARIES = re.compile(
    r"@v[0-9]|/vendor/|/pkg/mod/|/go/src/|(?:^|/)aws-lambda-go/|^(?:runtime|reflect|net|fmt|os|sync"
    r"|io|bufio|bytes|strings|strconv|encoding|context|errors|time|sort|database/sql|crypto)/"
)
_EXTENSIONS: tuple[tuple[str, Family], ...] = (
    (".py", "python"),
    (".rb", "ruby"),
    (".go", "go"),
    (".js", "node"),
    (".ts", "node"),
)
STACK_TEXT = 64 * 1024  # characters of one stack that are looked at


def read_trace(value: object) -> tuple[Family | None, tuple[Frame, ...]]:
    """Read a stack as payloads hold it: text, lines of text, objects or lists."""
    if isinstance(value, str):
        return read_stack(value)[:2]
    if not isinstance(value, list):
        return None, ()
    lines = [item for item in value[:1000] if isinstance(item, str)]
    if lines:
        family, frames, _ = read_stack("\n".join(lines))
        return (family, frames) if frames else read_stack("\nat ".join(("", *lines)))[:2]
    rows = [item for item in value[:1000] if isinstance(item, dict)]
    places = [(row.get("path"), row.get("line"), row.get("label")) for row in rows]
    places += [tuple(item[:3]) for item in value[:1000] if isinstance(item, list) and len(item) > 2]
    path = next((str(place[0]) for place in places), "")
    family = next((family for suffix, family in _EXTENSIONS if path.endswith(suffix)), None)
    frames = tuple(_frame(family, str(p or ""), str(n), str(f or "")) for p, n, f in places)
    return family, (frames[::-1] if family == "python" else frames)[:_FRAME_LIMIT]


def read_stack(text: str) -> tuple[Family | None, tuple[Frame, ...], int]:
    """Find the frames in text, the language by their form, and where they begin."""
    text = text[:STACK_TEXT]
    for family, pattern in _STACKS:
        found = list(pattern.finditer(text))
        if found:
            groups = [match.groupdict() for match in (found[::-1] if family == "python" else found)]
            frames = (_frame(family, g["path"] or "", g["line"], g["function"]) for g in groups)
            return family, tuple(frames)[:_FRAME_LIMIT], found[0].start()
    return None, (), len(text)


def _frame(family: Family | None, path: str, line: str | None, function: str | None) -> Frame:
    number = int(line) if line and re.fullmatch("[0-9]{1,9}", line) else None
    return Frame(path, number, function or None, _in_app(family, path, function or ""))


def _in_app(family: Family | None, path: str, function: str) -> bool:
    if family in _FRAMEWORKS:
        return _FRAMEWORKS[family].match(function) is None
    if family == "go":
        return _GO_LIBRARIES.search(path) is None
    path = path.removeprefix("file://")
    return path.startswith(_TASK_ROOTS) and _LIBRARIES.search(path) is None
