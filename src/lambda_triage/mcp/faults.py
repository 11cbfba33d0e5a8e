"""Errors → errors of the protocol: a code, one sentence with the next step, and a kind as data.

invalid      the call is wrong: types, names, paths, contradictions       -32602
access       AWS cannot be asked: no credentials, expired ones, no region  -32050
busy         too many calls wait; `retry_after` says how many seconds      -32051
forbidden    a flag of the server would allow it                           -32052
too_large    more evidence than one call reads                             -32053
stopped      the time of a call is over, or its process died               -32054
internal     a fault of this program                                       -32603
"""

from __future__ import annotations

from mcp.shared.exceptions import MCPError

from lambda_triage.reports.visible import one_line

CODES = {
    "invalid": -32602, "access": -32050, "busy": -32051, "forbidden": -32052,
    "too_large": -32053, "stopped": -32054, "internal": -32603,
}  # fmt: skip
LONGEST = 600  # characters of a sentence


def fault(kind: str, message: str, retry_after: int | None = None) -> MCPError:
    """The error as the protocol has it."""
    told: dict[str, object] = {"kind": kind}
    if retry_after is not None:
        told["retry_after"] = retry_after
    return MCPError(CODES[kind], one_line(message, LONGEST), told)
