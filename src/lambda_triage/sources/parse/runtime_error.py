"""One error event of any managed runtime → its type, message and stack frames."""

from __future__ import annotations

import json
import re
from hashlib import sha256

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.sources.parse import TEXT_LIMIT
from lambda_triage.sources.parse.stack_frames import (
    STACK_TEXT,
    Family,
    Frame,
    read_stack,
    read_trace,
)


class RuntimeError_(Struct, frozen=True):  # noqa: N801 - the builtin keeps its name
    """One error as a runtime, a logger or an invoke payload told it.

    runtime     None where nothing tells the language
    frames      innermost first, whatever order the language prints
    is_init     it says that it happened while loading the function
    unhandled   True if the runtime reported it, False if the application logged it
    """

    runtime: Family | None
    error_type: str | None
    message: str
    frames: tuple[Frame, ...] = ()
    is_init: bool = False
    unhandled: bool | None = None

    @property
    def top(self) -> Frame | None:
        """The user's own frame nearest to where the error was raised."""
        return next((frame for frame in self.frames if frame.in_app), None)


_MESSAGE_LIMIT = 4000  # characters of a message that are kept


_UUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
# What loggers and runtimes write in front; every part may be absent.
_PREFIX = re.compile(
    r"\s{0,20}(?:\[(?P<python>ERROR|CRITICAL|WARNING|INFO)\][ \t]*)?"
    r"(?P<time>[0-9]{4}[-/][0-9]{2}[-/][0-9]{2}[T ][0-9:.,]{8,18}(?:Z|[+-][0-9:]{4,6})?\s{1,8})?"
    rf"(?:(?P<id>{_UUID}|undefined)\s{{1,8}})?"
    r"(?P<level>(?:ERROR|FATAL|WARN|INFO|DEBUG|TRACE|fail|crit|warn|info|dbug|trce)\b[ \t]{0,8})?"
    r"(?P<head>Invoke Error|Uncaught Exception|Unhandled Promise Rejection|Error raised from "
    r"handler method|Critical exception from handler|Init error when loading handler \S{1,200})?"
    r"\s{0,20}"
)
_TRACEBACK = "Traceback (most recent call last):"
_NAME = r"[A-Za-z_$][\w$]{0,100}"
_ERROR_NAME = rf"(?:{_NAME}(?:\.|::)){{0,12}}(?:[A-Z][\w$]{{0,100}})?(?:Error|Exception|Throwable)"
_TYPED = re.compile(rf"(?<![\w$.])({_ERROR_NAME})(?: \[\w{{1,60}}\])?(?:: ?|\s*$)", re.MULTILINE)
_ANY_TYPED = re.compile(rf"((?:{_NAME}\.){{0,12}}{_NAME})(?: \[\w{{1,60}}\])?(?:: |\s*$)")
_RUNTIME_TYPE = re.compile(r"((?:Runtime|Function|Sandbox|Extension)\.\w{1,60})(?:: ?|\s*$)")
_JAVA_FAULT = re.compile(
    r"([^\n]{1,1000}): ((?:[a-z_]\w{0,60}\.){1,12}[A-Z][\w$]{0,100}(?:Exception|Error))\s*(?:\n|$)"
)
_OLD_NODE = re.compile(
    r"(?:module initialization error|Syntax error in module '[^'\n]{1,200}'"
    rf"|Unable to import module '[^'\n]{{1,200}}'): ({_NAME})\s*(?:\n|$)"
)
_OLD_GO = re.compile(r"([^\n]{1,2000}?): (\*?[\w.]{1,100}) (null|\[\{)")
_PANIC = re.compile(r"(panic|fatal error): ([^\n]{0,2000})")
_CUT_JSON = re.compile(r'"(errorType|errorMessage)" ?: ?"((?:[^"\\]|\\.){0,2000})')

_INIT_TYPES = re.compile(
    r"Runtime\.(?:ImportModuleError|HandlerNotFound|UserCodeSyntaxError|MalformedHandlerName"
    r"|BuiltInModuleConflict|Invalid\w{1,60}|InitError|BadFunctionCode|AfterRestoreError"
    r"|BeforeSnapshotError|BeforeCheckpointError|MalformedStreamingHandler)$|Init<"
)
_INIT_WORDS = re.compile(
    r"(?:Class not found|Error loading (?:class|method)|No public method named"
    r"|Could not find the specified handler assembly|Unable to load type '|Unable to find method '"
    r"|Invalid lambda function handler|module initialization error|Unable to import module"
    r"|Syntax error in module)"
)
_PYTHON_WORDS = re.compile(
    r"Unable to import module '[^'\n]{1,99}': (?!Error\b)|Handler '[^'\n]{1,99}' missing on module"
    r"|Bad handler '|Unable to marshal response: |Syntax error in module '[^'\n]{1,99}': (?!Syntax)"
)
_NODE_WORDS = re.compile(
    r"Error: Cannot find module |SyntaxError: |\S{1,200} is (?:undefined or not exported|not a fu)"
)
_TYPE_FAMILIES: tuple[tuple[Family, re.Pattern[str]], ...] = (
    ("ruby", re.compile(r"(?:Function|Init|Critical)<")),
    ("custom", re.compile(r"&|\w+::")),
    ("dotnet", re.compile(r"(?:System|Microsoft|Amazon)\.")),
    ("java", re.compile(r"(?:[a-z][\w$]{0,60}\.){2,12}[A-Z]")),
    ("go", re.compile(r"\*|errorString$|wrapErrors?$|panic$|PathError$|OpError$")),
)
_JSON = ("{", '"errorType"', '"errorMessage"')
# Fields of a report by a runtime, as text or in Lambda's JSON format; others are the function's.
_REPORTED = frozenset(
    [
        "errorType",
        "errorMessage",
        "stackTrace",
        "stack",
        "trace",
        "cause",
        "requestId",
        "timestamp",
        "level",
        "log_level",
        "location",
        "message",
        "type",
        "name",
        "code",
        "exceptions",
        "paths",
        "working_directory",
    ]
)
_QUIET = ("INFO", "DEBUG", "TRACE", "INFORMATION", "DBUG", "TRCE")


def parse(message: str) -> RuntimeError_ | None:
    """Read one log event or invoke payload; None if it is no error, or the platform's own line."""
    text = message[:TEXT_LIMIT].replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ")
    prefix = _PREFIX.match(text)
    if prefix is None:
        return None
    body = text[prefix.end() :].rstrip()
    error = _from_json(body, prefix) if body.startswith(_JSON) else _from_text(body, prefix)
    if error is None:
        return None
    head = prefix["head"] or ""
    family: Family = "ruby" if "handler" in head else "node"
    if head:
        error = replace(error, runtime=error.runtime or family, unhandled=True)
    return replace(error, is_init=_is_init(error, prefix["id"], head))


def fingerprint(error: RuntimeError_) -> str:
    """Return 12 hex digits that name one way to fail, over requests and small edits of the code.

    They hash the type and the user's own frames (all frames where none is), each frame once, since
    recursion is not always equally deep, without line numbers, digits and ids.
    """
    own = [frame for frame in error.frames if frame.in_app] or error.frames
    parts = dict.fromkeys(f"{_plain(frame.path)}:{_plain(frame.function)}" for frame in own)
    return sha256(
        "\n".join((error.error_type or "", *parts)).encode("utf-8", "replace")
    ).hexdigest()[:12]


def _plain(name: str | None) -> str:
    name = (name or "").removeprefix("file://").removeprefix("/var/task/")
    # A run of hex with a digit is a build's hash; any other digit is a counter.
    name = re.sub(r"(?<![0-9A-Za-z])(?=[a-f]{0,40}[0-9])[0-9a-f]{6,64}(?![0-9A-Za-z])", "#", name)
    return re.sub(r"[0-9]+", "#", name)


def _from_json(body: str, prefix: re.Match[str] | None = None) -> RuntimeError_ | None:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(body)
    except (ValueError, RecursionError):
        value = None
    if isinstance(value, dict):
        error = _from_object(value)
        if error is None or prefix is None or prefix["head"]:
            return error
        level = _level(prefix)
        if level in _QUIET and not error.frames:
            return None  # data that a logger printed
        told = not {"errorType", "errorMessage"}.isdisjoint(value)
        own = level or (told and not _REPORTED.issuperset(value))
        return replace(error, unhandled=False) if own else error
    return _payload(dict(_CUT_JSON.findall(body[:STACK_TEXT])), nested=False)  # a cut line


def _from_object(value: dict[str, object]) -> RuntimeError_ | None:
    unhandled: bool | None = None if "level" in value else True
    if not {"logger", "location", "err", "exception_name"}.isdisjoint(value):
        unhandled = False  # fields that only loggers write
    for part in (value, *_parts(value)):
        if error := _payload(part, nested=part is not value):
            return replace(error, unhandled=unhandled)
    if str(value.get("level", "")).upper() in _QUIET:
        return None
    for key in ("exception", "exc_info", "stack_trace", "stackTrace", "stack", "message"):
        text = value.get(key)
        prefix = _PREFIX.match(text[:TEXT_LIMIT]) if isinstance(text, str) else None
        if prefix and (error := _from_text(prefix.string[prefix.end() :], prefix)):
            return replace(error, unhandled=unhandled)
    return None


def _parts(value: dict[str, object]) -> list[dict[str, object]]:
    """Return where loggers put an error: in a field, or as X-Ray does in `cause.exceptions`."""
    parts = [value.get(key) for key in ("message", "error", "err", "exception", "reason")]
    for holder in (value, value.get("cause")):
        listed = holder.get("exceptions") if isinstance(holder, dict) else None
        parts += listed[:1] if isinstance(listed, list) else []
    return [part for part in parts if isinstance(part, dict)]


def _payload(part: dict[str, object], *, nested: bool) -> RuntimeError_ | None:
    kind = _text(part, "errorType", *(("type", "name", "exception_class") if nested else ()))
    message = _text(part, "errorMessage", *(("message", "exception_message") if nested else ()))
    keys = [
        key
        for key in ("stackTrace", "stack", "trace", "stack_trace", "stacktrace")
        if part.get(key)
    ]
    if (kind or message) is None or (nested and not keys and "errorType" not in part):
        return None
    family, frames = read_trace(part[keys[0]]) if keys else (None, ())
    family = family or _family(kind or "", message or "")
    if family is None and not {"stack", "trace"}.isdisjoint(part) and not nested:
        family = "node"
    return RuntimeError_(family, kind, (message or "")[:_MESSAGE_LIMIT], frames, unhandled=True)


def _text(part: dict[str, object], *keys: str) -> str | None:
    return next((v for key in keys if isinstance(v := part.get(key), str) and v), None)


def _from_text(body: str, prefix: re.Match[str]) -> RuntimeError_ | None:
    if body.startswith("RequestId:"):
        return None  # the platform's own fault line
    if _TRACEBACK in body:
        return _traceback(body, bool(prefix["python"]), logged=prefix["time"] is not None)
    return _fault(body) or _typed(body, prefix)


def _traceback(body: str, bracket: bool, *, logged: bool) -> RuntimeError_ | None:
    """Read a Python traceback; the runtime tells the error before it, Python itself after it."""
    lead, _, rest = body.rpartition(_TRACEBACK)
    _, frames, _ = read_stack(rest)
    told_first = bracket and not logged
    told = _ANY_TYPED.match(lead) if told_first else None
    if told:
        message = lead[told.end() :]
    else:
        last = re.search(r"\n(?! |\n|\t)([^\n]{1,4000})", rest)
        line = last[1] if last else ""
        told = _ANY_TYPED.match(line) or _TYPED.search(line or rest[:STACK_TEXT])
        message = (line or rest)[told.end() :] if told else ""
    message = message.strip()[:_MESSAGE_LIMIT]
    kind = told[1] if told else None
    return RuntimeError_(
        "python", kind, message, frames, unhandled=told_first or (False if logged else None)
    )


def _fault(body: str) -> RuntimeError_ | None:
    """Read the sentences that only runtimes write, with a stack behind them or without."""
    family, frames, start = read_stack(body)
    panic = _PANIC.match(body)
    if panic and "\ngoroutine " in body[:STACK_TEXT]:
        return RuntimeError_("go", panic[1], panic[2], frames, unhandled=True)
    if java := _JAVA_FAULT.match(body):
        return RuntimeError_("java", java[2], java[1], frames, unhandled=True)
    if node := _OLD_NODE.match(body):
        message = body[: start if frames else _MESSAGE_LIMIT].strip()[:_MESSAGE_LIMIT]
        return RuntimeError_("node", node[1], message, frames, unhandled=True)
    if told := _RUNTIME_TYPE.match(body):
        message = body[told.end() : start if frames else None].strip()[:_MESSAGE_LIMIT]
        family = family or _family(told[1], message)
        return RuntimeError_(family, told[1], message, frames, unhandled=True) if message else None
    if go := _OLD_GO.match(body):
        stack = _from_json('{"errorType":"x","stack":' + body[go.start(3) :] + "}")
        return RuntimeError_("go", go[2], go[1], stack.frames if stack else (), unhandled=True)
    return None


def _typed(body: str, prefix: re.Match[str]) -> RuntimeError_ | None:
    """Read `Type: message` with a stack behind it, or standing alone at the start of the event."""
    family, frames, start = read_stack(body)
    header = body[: min(start, _MESSAGE_LIMIT)]
    told = _TYPED.search(header) if frames else _TYPED.match(header)
    told = told or (_ANY_TYPED.match(header) if frames else None)
    level = _level(prefix)
    plain = told is not None and told[1] in ("Error", "Exception") and not prefix["id"]
    if told is None or (not frames and (plain or level in _QUIET)):
        return None
    message = header[told.end() :].strip()
    family = family or _family(told[1], message) or ("python" if prefix["python"] else None)
    return RuntimeError_(family, told[1], message, frames, unhandled=False if level else None)


def _level(prefix: re.Match[str]) -> str:
    """Return the level that a logger wrote; the runtime's own `[ERROR]` has no time behind it."""
    return (prefix["level"] or (prefix["time"] and prefix["python"]) or "").strip().upper()


def _family(kind: str, message: str) -> Family | None:
    if _PYTHON_WORDS.match(message):
        return "python"
    if _NODE_WORDS.match(message):
        return "node"
    return next((family for family, form in _TYPE_FAMILIES if form.match(kind)), None)


def _is_init(error: RuntimeError_, request_id: str | None, head: str) -> bool:
    if _INIT_TYPES.match(error.error_type or "") or _INIT_WORDS.match(error.message):
        return True
    if request_id == "undefined" or head.startswith("Init error"):
        return True
    own = [frame for frame in error.frames if frame.in_app]
    # While importing, the outermost of the user's frames is a module, not a handler.
    return error.runtime == "python" and bool(own) and own[-1].function == "<module>"
