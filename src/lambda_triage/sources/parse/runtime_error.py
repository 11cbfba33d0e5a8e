"""One error event of any managed runtime → its type, message and stack frames."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, TypeGuard

from lambda_triage.sources.parse import TEXT_LIMIT

Family = Literal["python", "node", "java", "dotnet", "go", "ruby", "custom"]


@dataclass(frozen=True, slots=True)
class Frame:
    """One line of a stack; `in_app` is the user's own code, not a library's or the runtime's."""

    path: str
    line: int | None
    function: str | None
    in_app: bool


@dataclass(frozen=True, slots=True)
class RuntimeError_:
    """One error as a runtime, a logger or an invoke payload told it.

    runtime     None where nothing tells the language
    frames      innermost first, whatever order the language prints
    is_init     True while loading the function, False inside an invocation, None when not told
    unhandled   True if the runtime reported it, False if the application logged it
    """

    runtime: Family | None
    error_type: str
    message: str
    frames: tuple[Frame, ...] = ()
    is_init: bool | None = None
    unhandled: bool | None = None

    @property
    def top(self) -> Frame | None:
        """The user's own frame nearest to where the error was raised."""
        return next((frame for frame in self.frames if frame.in_app), None)


_MESSAGE_LIMIT = 4000  # characters of a message that are kept
_FRAME_LIMIT = 200  # frames of a stack that are kept; Node keeps 10, Python's recursion limit 1000

_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# What loggers and runtimes write in front; every part may be absent.
_PREFIX = re.compile(
    r"\s{0,20}(?:\[(?P<python>ERROR|CRITICAL|WARNING|INFO)\][ \t]*)?"
    r"(?P<time>[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9:.,]{8,18}(?:Z|[+-][0-9:]{4,6})?\s{1,8})?"
    rf"(?:(?P<id>{_UUID}|undefined)\s{{1,8}})?"
    r"(?P<level>(?:ERROR|FATAL|WARN|INFO|DEBUG|TRACE|fail|crit|warn|info|dbug|trce)\b[ \t]{0,8})?"
    r"(?P<head>Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from "
    r"handler method|Critical exception from handler|Init error when loading handler \S{1,200})?\s{0,20}"
)
_TRACEBACK = "Traceback (most recent call last):"
_NAME = r"[A-Za-z_$][\w$]{0,100}"
_ERROR_NAME = rf"(?:{_NAME}(?:\.|::)){{0,12}}(?:[A-Z][\w$]{{0,100}})?(?:Error|Exception|Throwable)"
_TYPED = re.compile(rf"({_ERROR_NAME})(?: \[\w{{1,60}}\])?(?:: ?|\s*$)", re.MULTILINE)
_ANY_TYPED = re.compile(rf"((?:{_NAME}\.){{0,12}}{_NAME})(?: \[\w{{1,60}}\])?(?:: |\s*$)")
_RUNTIME_TYPE = re.compile(r"((?:Runtime|Function|Sandbox|Extension)\.\w{1,60})(?:: ?|\s*$)")
_JAVA_FAULT = re.compile(
    rf"([^\n]{{1,1000}}): ((?:[a-z_]\w{{0,60}}\.){{1,12}}[A-Z]{_NAME}(?:Exception|Error))\s*(?:\n|$)"
)
_OLD_NODE = re.compile(
    r"(?:module initialization error|Syntax error in module '[^'\n]{1,200}'"
    rf"|Unable to import module '[^'\n]{{1,200}}'): ({_NAME})\s*(?:\n|$)"
)
_OLD_GO = re.compile(r"([^\n]{1,2000}?): (\*?[\w.]{1,100}) (null|\[\{)")
_PANIC = re.compile(r"(panic|fatal error): ([^\n]{0,2000})")
_CUT_JSON = re.compile(r'"(errorType|errorMessage)" ?: ?"((?:[^"\\]|\\.){0,2000})')

_PYTHON = re.compile(
    r'File "(?P<path>[^"\n]{1,500})",? [Ll]ine (?P<line>[0-9]{1,9})(?:, in (?P<function>[^\s"]{1,200}))?'
)
_NODE = re.compile(
    r"(?:^|\s)at (?:async )?(?:(?P<function>[^\n()]{1,300}?) \()?"
    r"(?P<path>(?:file:///|node:|webpack:/|/|internal/|[\w.-]{1,100}\.[cm]?[jt]s)[^\n():]{0,400}"
    r"|webpack:///?[^\n():]{1,400}):(?P<line>[0-9]{1,9}):[0-9]{1,9}\)?",
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
    r"/(?:site-packages|dist-packages|node_modules|vendor|gems|ruby/gems|pkg/mod)/"
    # Packages that `pip install -t .` puts beside the handler.
    r"|^/(?:var/task|opt/python)/(?:boto3|botocore|s3transfer|urllib3|requests|aiohttp|httpx|httpcore"
    r"|pymysql|psycopg2?|redis|sqlalchemy|pymongo|pydantic|fastapi|starlette|mangum|flask|werkzeug"
    r"|django|jinja2|numpy|pandas|yaml|aws_lambda_powertools|aws_xray_sdk|datadog_lambda|ddtrace"
    r"|sentry_sdk|newrelic|opentelemetry|elasticsearch|opensearchpy|google|grpc|cryptography)/"
)
_FRAMEWORKS: dict[str, tuple[str, ...]] = {
    "java": tuple(
        "java. javax. jdk. sun. com.sun. kotlin. kotlinx. scala. lambdainternal. jakarta. com.amazonaws. "
        "software.amazon. org.apache. org.springframework. org.hibernate. io.netty. io.quarkus. "
        "io.micronaut. reactor. com.fasterxml. com.google. org.slf4j. com.zaxxer. org.crac.".split()
    ),
    "dotnet": ("System.", "Microsoft.", "Amazon.", "AWSSDK.", "Newtonsoft.", "lambda_method"),
}
_GO_LIBRARIES = re.compile(
    r"@v[0-9]|/vendor/|/pkg/mod/|/go/src/|(?:^|/)aws-lambda-go/|^(?:runtime|reflect|net|fmt|os|sync"
    r"|io|bufio|bytes|strings|strconv|encoding|context|errors|time|sort|database/sql|crypto)/"
)
_INIT_TYPES = re.compile(
    r"Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName"
    r"|BuiltInModuleConflict|Invalid\w{1,60}|InitError|BadFunctionCode|AfterRestoreError"
    r"|BeforeSnapshotError|BeforeCheckpointError|MalformedStreamingHandler)$|Init<"
)
_INIT_WORDS = re.compile(
    r"(?:Class not found|Error loading (?:class|method)|No public method named"
    r"|Could not find the specified handler assembly|Unable to load type '|Unable to find method '"
    r"|Invalid lambda function handler|module initialization error|Unable to import module)"
)
_PYTHON_WORDS = re.compile(
    r"Unable to import module '[^'\n]{1,200}': (?!Error\b)|Handler '[^'\n]{1,200}' missing on module"
    r"|Bad handler '|Unable to marshal response: |Syntax error in module '[^'\n]{1,200}': (?!Syntax)"
)
