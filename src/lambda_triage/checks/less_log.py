"""What makes a function write less log, and whether it is set to write more than it needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.findings import EditCode, SetEnvironment, SetProperty

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

VERBOSE = ("DEBUG", "TRACE")
LEVELS = ("LOG_LEVEL", "POWERTOOLS_LOG_LEVEL")


def verbose_settings(function: FunctionConfiguration) -> list[str]:
    """Environment variables that ask for details."""
    return [n for n in LEVELS if (function.setting(n) or "").upper() in VERBOSE]


def is_verbose(function: FunctionConfiguration) -> bool:
    """Whether its settings ask for the details that debugging needs."""
    return (function.log_level or "").upper() in VERBOSE or bool(verbose_settings(function))


def less_log(function: FunctionConfiguration | None) -> tuple[Remedy, ...]:
    """The setting to change, where there is one, else the code."""
    if function and function.log_format == "JSON" and function.log_level != "WARN":
        risk = "what is below WARN is not written any more"
        return (SetProperty("LoggingConfig.ApplicationLogLevel", "WARN", "Log less", risk),)
    settings = verbose_settings(function) if function else []
    if settings:
        return tuple(SetEnvironment(n, "INFO", "Log no details for debugging") for n in settings)
    return (EditCode("Log one line per invocation; details for a sample of them, or on failure"),)
