"""Environment variables that the code requires and the function does not set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.checks.signature import message, signature_check
from lambda_triage.checks.told_once import told_once
from lambda_triage.findings import EditCode, Remedy, SetEnvironment, Severity

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signal

NAME = r"[A-Za-z_][A-Za-z0-9_]{1,100}"
UPPER = r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+"  # a key that can hardly be of anything else
WORD = rf"(?:{UPPER}|[A-Z]{{3,40}})"
Q = r"\\*['\"`]?"
VARIABLE = r"(?i:environment variable|env var)"
WANTED = r"(?i:missing|required|undefined|empty|must set|please (?:set|define|provide)|set the)"
HARMLESS = r"(?![^\n]{0,80}(?:default|ignor|fall|skip|optional))"
LACKS = (
    r"missing|not set|not defined|not found|not present|unset|required|is empty|undefined|must be"
)


def _is_set(signal: Signal, function: FunctionConfiguration | None) -> bool:
    """Whether a complete answer of Lambda lists the variable."""
    name = signal.captures.get("name")
    known = function.environment if function is not None and function.complete else None
    return name is not None and known is not None and name in known


def _fix(signal: Signal, _: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    name = signal.captures.get("name")
    if name is None:
        return (EditCode("Name the missing variable in the error, then set it on the function"),)
    return (SetEnvironment(name, None, f"Set {name} on the function, in every stage and alias"),)


MESSAGES = (
    message(
        "os-environ",
        "os.environ[",
        "environ[",
        pattern=rf"environ\[\\?['\"](?P<name>{NAME})\\?['\"]\][\s\S]{{0,400}}?"
        r"(?:in __getitem__|os\.py|KeyError)",
        source="CPython os.py, _Environ.__getitem__, 2025",
    ),
    message(
        "key",
        "KeyError: '",
        'KeyError"',
        '"errorMessage"',
        "module initialization error: '",
        pattern=rf"(?:KeyError: |\"errorMessage\": ?\"|module initialization error: )\\?'"
        rf"(?P<name>{UPPER})\\?'",
        source="CPython KeyError; Lambda Python 2.7 and 3.6 runtimes, 2018",
    ),
    message(
        "told-before",
        "nvironment variable",
        "env var",
        "ENV var",
        pattern=rf"(?:{WANTED})[^\n]{{0,40}}?{VARIABLE}s?:?\s+{Q}(?P<name>{WORD})\b",
        source="the usual words of applications, caarlos0/env, LLM clients, 2025",
    ),
    message(
        "told-after",
        "nvironment variable",
        "env var",
        "ENV var",
        pattern=rf"(?:{VARIABLE}\s+{Q}(?=\w+{Q}[^\n]{{0,20}}?(?:{LACKS}))"
        rf"|\b(?=\w+{Q} {VARIABLE}[^\n]{{0,30}}?(?:{LACKS})))(?P<name>{WORD})\b{HARMLESS}",
        source="the usual words of applications, SDKs, environs, Rust std::env, 2025",
    ),
    message(
        "spring",
        "Could not resolve placeholder '",
        pattern=r"Could not resolve placeholder '(?P<name>[\w.-]{2,100})'",
        source="Spring Framework PropertyPlaceholderHelper.java, 6.2, 2025",
    ),
    message(
        "process-env",
        "process.env.",
        pattern=rf"process\.env\.(?P<name>{NAME})\b[^\n]{{0,40}}?(?:{LACKS})",
        source="the usual words of Node.js applications, 2025",
    ),
    message(
        "libraries",
        "Declare it as envvar",
        " missing value",
        "key not found: ",
        pattern=rf"(?:required key (?=\w+ missing value)|key not found: \\?\"(?={UPPER}\\?\")"
        rf"|\b(?=\w+ not found\. Declare it as envvar))(?P<name>{NAME})",
        source="python-decouple; Go envconfig; Ruby ENV.fetch, 2025",
    ),
    message(
        "list",
        "issing environment variables:",
        "nvalid environment variables:",
        pattern=rf"(?:[Mm]issing|[Ii]nvalid) environment variables:(?:\s{{1,20}}(?P<name>{NAME}))?",
        source="envalid and t3-env, 2025",
    ),
    message(
        "settings",
        "validation error",
        pattern=r"validation errors? for \w*(?:[Ss]ettings|[Cc]onfig|Env)\w*(?:\s*(?:\n|\\n)"
        rf"(?P<name>{NAME})\s*(?:\n|\\n)\s*(?:[Ff]ield required|none is not))?",
        source="pydantic-settings, ValidationError, 2025",
    ),
    message(
        "region",
        "You must specify a region",
        "Missing region in config",
        "Region is missing",
        "find a region via the region provider chain",
        "load region from any of the providers",
        "could not find region configuration",
        "an AWS region is required",
        pattern=r"You must specify a region|Missing region in config|Region is missing"
        r"|(?:find a region via|load region from any of) the (?:region )?provider"
        r"|could not find region configuration|an AWS region is required",
        source="botocore NoRegionError; AWS SDKs for JavaScript, Java, Go and .NET, 2025",
    ),
)

ENVIRONMENT_VARIABLE_MISSING = told_once(
    signature_check(
        id="code/environment-variable-missing",
        title="A required environment variable is not set",
        severity=Severity.CRITICAL,
        cause="env_var_missing",
        since="0.1",
        messages=MESSAGES,
        summary="The code requires the environment variable {name}, which is not set",
        fix=_fix,
        unless=_is_set,
    ),
    "name",
)
