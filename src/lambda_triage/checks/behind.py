"""Which function an integration calls, and whether through a version or an alias."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Integration

FUNCTION = re.compile(
    r"(?P<arn>arn:aws[\w-]*:lambda:[\w-]*:\d*:function:[\w-]+)(?::(?P<qualifier>[\w$.{}-]+))?"
)


def called(integration: Integration) -> tuple[str, str | None] | None:
    """The function an integration calls and the qualifier it names; None for any other target."""
    found = FUNCTION.search(integration.uri or "")
    if found:
        return found["arn"], found["qualifier"]
    uri = integration.uri or ""
    return (uri, None) if uri.startswith("?:") else None
