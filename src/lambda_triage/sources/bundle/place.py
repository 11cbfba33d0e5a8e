"""Names in a bundle, and where an answer stands: known from the want alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.sources.aws.want import Want

KIND = "lambda-triage bundle"  # member `kind` of a manifest, by which it is recognised
CALL = "lambda-triage call"  # and of each line of calls.jsonl
SCHEMA = 1  # of the manifest; within it members are only added
LOGS = "logs.FilterLogEvents"
DOCUMENTS, LOG_FOLDER = "documents", "logs"
MANIFEST, CALLS, JOURNAL, LOCK = "manifest.json", "calls.jsonl", ".journal.jsonl", ".lock"
SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")


def place(want: Want) -> str:
    """The answer's path in its bundle, with `/`.

    `documents/<file>`, or `logs/<function or group>/<start of the slice>-<file>`: slices are read
    in the order of their names, which is the order of time.
    """
    if want.operation != LOGS:
        return f"{DOCUMENTS}/{want.file}"
    safe = "".join(c if c in SAFE else "_" for c in want.about[:120])
    about = safe.strip(".") or "unknown"
    start = want.parameters.get("startTime")
    began = f"{start:013d}-" if isinstance(start, int) else ""
    return f"{LOG_FOLDER}/{about}/{began}{want.file}"
