"""Programming errors that the function's own code leaves unhandled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.findings import EditCode, Remedy, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

# Just over the bar on its own, and below every check that knows why the error was raised.
GENERAL = 1.3
# The first frame in the function's own code: Python, Node.js and Ruby; Go and Java name the file.
FRAME = (
    r"(?:[\s\S]{0,3000}?(?P<file>/var/task/(?!node_modules/|vendor/)[^\s():\"',\\]{1,200})"
    r"(?:\\?\", line |:)(?P<line>\d{1,6}))?"
)
# What has its own check, or is not the code's fault: network, JSON, imports, missing settings.
NOT = (
    r"(?![^\n]{0,200}(?:fetch failed|Failed to fetch|Load failed|JSON|circular structure"
    r"|serialize a BigInt|Descriptors cannot"
    r"|[Nn]etwork|ETIMEDOUT|ECONN|ES module scope|partially initialized|Invalid URL))"
)
# code/unhandled-promise names what is rejected with nobody waiting.
AWAITED = r"\A(?![\s\S]{0,600}?Unhandled ?[Pp]romise)[\s\S]*?"
PYTHON = (
    r"TypeError|AttributeError|NameError|UnboundLocalError|IndexError|KeyError|ZeroDivisionError"
    r"|ValueError|RecursionError|AssertionError|NotImplementedError|StopIteration|UnicodeDecodeError"
)
JVM = (
    r"NullPointerException|ClassCastException|(?:Array|String)?IndexOutOfBoundsException"
    r"|IllegalArgumentException|IllegalStateException|NumberFormatException|ArithmeticException"
    r"|StackOverflowError|NoSuchElementException|ConcurrentModificationException"
    r"|UnsupportedOperationException"
)
DOTNET = (
    r"NullReferenceException|IndexOutOfRangeException|InvalidCastException|KeyNotFoundException"
    r"|ArgumentNullException|ArgumentOutOfRangeException|DivideByZeroException|FormatException"
    r"|ArgumentException|InvalidOperationException"
)


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    line = signal.captures.get("line")
    told = "Handle the case that the message names, and add a test with the event that caused it"
    return (EditCode(told, signal.captures.get("file"), int(line) if line else None),)


UNHANDLED_EXCEPTION = signature_check(
    id="code/unhandled-exception",
    title="The code raises an error that nothing handles",
    severity=Severity.HIGH,
    cause="app_code_error",
    since="0.1",
    messages=(
        message(
            "script",
            "TypeError: ",
            "AttributeError: ",
            "NameError: ",
            "UnboundLocalError: ",
            "IndexError: ",
            "KeyError: ",
            "ZeroDivisionError: ",
            "ValueError: ",
            "RecursionError: ",
            "AssertionError",
            "NotImplementedError",
            "ReferenceError: ",
            "RangeError: ",
            "StopIteration",
            "UnicodeDecodeError: ",
            pattern=rf"{AWAITED}(?<![\w.])(?P<kind>{PYTHON}|ReferenceError|RangeError)(?::|$)"
            rf" ?{NOT}{FRAME}",
            source="CPython exceptions; V8 errors, as the runtimes print them, 2025",
        ),
        message(
            "untyped",
            "Cannot read propert",
            pattern=r"\A(?![\s\S]{0,600}?(?:TypeError|errorType|[Pp]romise))[\s\S]*?"
            r"(?P<kind>Cannot read propert(?:y \\?'\w{1,60}\\?' of|ies of)"
            rf" (?:undefined|null))[^\n]{{0,80}}{FRAME}",
            source="V8 kNonObjectPropertyLoad, as a caller or a log shows it alone, 2025",
        ),
        message(
            "payload",
            "errorType",
            pattern=AWAITED + r"errorType\\?\": ?\\?\"(?:Function<)?(?:[\w.]+\.)?"
            rf"(?P<kind>{PYTHON}|ReferenceError|RangeError|{JVM}|{DOTNET}|NoMethodError"
            rf"|runtime\.Error|boundsError|TypeAssertionError)>?\\?\"{NOT}{FRAME}",
            source="error object of every runtime interface client, 2025",
        ),
        message(
            "jvm",
            "java.lang.",
            "java.util.",
            pattern=rf"java\.(?:lang|util)\.(?P<kind>{JVM})\b"
            r"(?:[\s\S]{0,600}?\((?P<file>\w+\.(?:java|kt|scala)):(?P<line>\d{1,6})\))?",
            source="OpenJDK Throwable.printStackTrace, 2025",
        ),
        message(
            "dotnet",
            "NullReferenceException",
            "OutOfRangeException: ",
            "KeyNotFoundException: ",
            "System.InvalidCastException",
            "System.ArgumentNullException",
            "System.FormatException",
            "System.DivideByZeroException",
            "System.InvalidOperationException",
            pattern=rf"(?:System\.(?:[\w.]+\.)?|: )(?P<kind>{DOTNET})\b"
            r"(?:[\s\S]{0,600}? in (?P<file>[^\s:]{1,200}\.cs):line (?P<line>\d{1,6}))?",
            source=".NET Exception.ToString, 2025",
        ),
        message(
            "go",
            "nil pointer dereference",
            "index out of range [",
            "slice bounds out of range",
            "assignment to entry in nil map",
            "integer divide by zero",
            "interface conversion: ",
            pattern=r"(?P<kind>nil pointer dereference|index out of range|slice bounds out of range"
            r"|assignment to entry in nil map|integer divide by zero|interface conversion: )"
            r"(?:[\s\S]{0,2000}?(?P<file>[\w./@-]{0,200}main\.go)\S{0,9}?:(?P<line>\d{1,6}))?",
            source="Go runtime/panic.go and runtime/error.go, 2025",
        ),
        message(
            "ruby-php-rust",
            "NoMethodError",
            "undefined method ",
            "PHP Fatal error: ",
            "' panicked at ",
            pattern=r"undefined method (?![^\n]{0,80} for main)(?P<kind>\S{1,60}) for "
            r"|PHP Fatal error: +Uncaught (?P<php>(?:Type|Value|Argument\w*"
            r"|DivisionByZero)?Error)\b"
            r"|thread '[^']{1,60}' panicked at",
            source="Ruby error.c; php-src zend_exceptions.c; Rust std panicking.rs, 2025",
        ),
        message(
            "stack",
            "Maximum call stack size exceeded",
            "maximum recursion depth exceeded",
            "SystemStackError",
            pattern=r"Maximum call stack size exceeded|maximum recursion depth exceeded"
            r"|SystemStackError",
            source="V8 kStackOverflow; CPython ceval.c; Ruby vm_insnhelper.c, 2025",
        ),
    ),
    summary="The code raises {kind} and does not handle it",
    fix=_fix,
    weight=GENERAL,
)
