"""What clients log when they try a call again."""

from __future__ import annotations

# Attempts that a client starts by itself; what botocore says needs the level DEBUG.
AGAIN = (
    r"Retrying \((?:Retry\(|\d+ attempts remain)|Retry needed, (?:retrying request|action of: )"
    r"|Response received to retry, sleeping for|\[AWS \w{2,40} \S{1,12} [\d.]+s [1-9]\d* retries\]"
    r"|: retrying in \S{1,12} \(\d+ left\)|Retrying [\w.<>]{1,100} in [\d.]+ seconds as it raised"
)
LITERALS = (
    "Retrying (Retry(",
    "attempts remain) after connection broken",
    "Retry needed, ",
    "Response received to retry, sleeping",
    " retries] ",
    ": retrying in ",
    " seconds as it raised ",
)
SOURCE = (
    "urllib3 connectionpool.py, botocore retries and endpoint.py, AWS SDK for"
    " JavaScript v2 logger, go-retryablehttp, tenacity, 2026"
)
