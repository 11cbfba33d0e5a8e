"""Why is my AWS Lambda application failing, slow or expensive, and what exactly do I change?"""

from __future__ import annotations

from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from lambda_triage.errors import FormatError, InputError, TriageError, UsageError
    from lambda_triage.pipeline.diagnose import diagnose
    from lambda_triage.reports.contract import Report

_HOMES = {
    "FormatError": "lambda_triage.errors",
    "InputError": "lambda_triage.errors",
    "Report": "lambda_triage.reports.contract",
    "TriageError": "lambda_triage.errors",
    "UsageError": "lambda_triage.errors",
    "diagnose": "lambda_triage.pipeline.diagnose",
}

__all__ = ["FormatError", "InputError", "Report", "TriageError", "UsageError", "diagnose"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: `import lambda_triage` itself costs nothing."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_HOMES[name]), name)
