"""Settings whose value is a secret: told by its form, or by the setting's name."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.settings import secret_title
from lambda_triage.facts.secrets import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST = 20  # secrets of one form that are kept of one source


def secret_settings(variables: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Names of the variables that hold a secret, each with what it is; never the value."""
    found = []
    for name, value in sorted(variables.items()):
        title = secret_title(name, value) if isinstance(value, str) else None
        if title:
            found.append((name, title))
    return tuple(found)


def secrets_in(text: str) -> tuple[tuple[str, int], ...]:
    """What secrets stand in a source, by their own form, each with its line."""
    lower = text.lower()
    found = {
        (secret.title, text.count("\n", 0, hit.start()) + 1)
        for secret in SECRETS
        if any(literal.lower() in lower for literal in secret.told)
        for hit in islice(re.finditer(secret.seen, text, re.MULTILINE), MOST)
    }
    return tuple(sorted(found, key=lambda told: (told[1], told[0])))
