"""Errors of the pipeline → kind and sentence, in the words of tools; workers need no SDK for it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.errors import AccessError
from lambda_triage.mcp.work import FlagError, TooLargeError

if TYPE_CHECKING:
    from lambda_triage.errors import TriageError

OPTION = re.compile(r"(?<![\w-])--(?!allow-)([a-z][a-z-]*)")  # as the command line names arguments


def told(error: TriageError) -> tuple[str, str]:
    """Kind and sentence of an error of the pipeline, in the words of tools instead of options."""
    text = OPTION.sub(lambda found: found[1].replace("-", "_"), str(error))
    text = text.replace(", or use - for stdin", "")
    if isinstance(error, AccessError):
        return "access", text
    if isinstance(error, TooLargeError):
        return "too_large", text
    if isinstance(error, FlagError):
        return "forbidden", text
    return "invalid", text
