"""What a last line says of the moment after it: waiting for somebody, or done."""

from __future__ import annotations

import re

# Words of a line written just before an outside call.
CALLING = re.compile(
    r"https?://|\bquery\b|\b(?:call|fetch|request|query|connect|send|invok|wait|post|download"
    r"|upload|read|writ|load|publish|scan|retriev)ing\b|\b(?:GET|POST|PUT|DELETE|PATCH) /?\w"
    r"|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM)\b|\bs3\.|\bdynamodb\b",
    re.IGNORECASE,
)
# Words of a line written when the work is over.
DONE = re.compile(
    r"\b(?:done|finish(?:ed)?|complete(?:d)?|success(?:ful(?:ly)?)?|end(?:ed)?|saved|sent|returning"
    r"|response|result|respond(?:ed|ing)|replied|callback|disconnected)\b"
    r"|\b(?:HTTP|status(?:Code)?)[ :=]+2\d\d\b|\b(?:in|took|after) \d+(?:\.\d+)? ?m?s\b",
    re.IGNORECASE,
)

# Words of a timer that a client keeps while it is connected.
ALIVE = re.compile(r"\b(?:heart-?beat|pong|ping|keep-?alive)\b", re.IGNORECASE)

# Words of a line written when a connection was opened, or where a database is meant.
CONNECTED = re.compile(
    r"\bconnected\b|\bconnection (?:is )?(?:established|open(?:ed)?|successful|ready)\b",
    re.IGNORECASE,
)
STORE = re.compile(
    r"\b(?:database|db|rds|aurora|postgres(?:ql)?|mysql|mariadb|redis|elasticache|memcached"
    r"|documentdb|docdb|redshift|opensearch|elasticsearch|neptune|msk|kafka)\b",
    re.IGNORECASE,
)

# Words of a line written before a client waits for a connection of its pool.
POOLED = re.compile(
    r"\b(?:acquir|wait|check(?:ing)? ?out|borrow|request)\w{0,4}\b[^\n]{0,40}"
    r"\b(?:connection|conn|client)\b|\bconnection pool\b|\bfrom (?:the )?pool\b"
    r"|\bpool\.(?:connect|acquire|getConnection|get_connection|getconn)\b",
    re.IGNORECASE,
)


def is_calling(line: str) -> bool:
    """Whether a line reads as if an outside call follows."""
    return CALLING.search(line) is not None and not is_done(line)


def is_done(line: str) -> bool:
    """Whether a line reads as if the work were over."""
    return DONE.search(line) is not None


def is_alive(line: str) -> bool:
    """Whether a line is the periodic sign of life of an open connection."""
    return ALIVE.search(line) is not None


def is_connected(line: str) -> bool:
    """Whether a line says that a connection has just been opened."""
    return CONNECTED.search(line) is not None


def is_pooled(line: str) -> bool:
    """Whether a line reads as if a connection of a pool were waited for."""
    return POOLED.search(line) is not None and not is_connected(line) and not is_done(line)


def names_store(text: str) -> bool:
    """Whether a text names a database, cache or broker, which normally sits in a VPC."""
    return STORE.search(text) is not None
