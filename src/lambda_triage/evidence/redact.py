"""Takes what must not be shown out of citations: the same tokens as in a redacted bundle."""

from __future__ import annotations

from functools import cache

from lambda_triage.evidence.redaction.redactor import Redactor


def redact(text: str) -> str:
    """*text* with secrets and personal data replaced by tokens; ids and ARNs stay."""
    return _redactor().text(text)


def hide(kind: str, value: str) -> str:
    """The token of a value that is secret as a whole."""
    return _redactor().word(kind, value)


@cache
def _redactor() -> Redactor:
    return Redactor()
