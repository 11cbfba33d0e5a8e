"""Settings whose value is a secret: told by its form, or by the setting's name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.facts.secrets import SECRETS

if TYPE_CHECKING:
    from collections.abc import Mapping

LONGEST = 8_000  # characters of a value that are looked at; Lambda takes 4 kB for all
MOST = 20  # secrets of one form that are kept of one source
FORMS = tuple((secret.title, re.compile(secret.pattern, re.MULTILINE)) for secret in SECRETS)
PASSWORD = re.compile(r"(?i)(?:^|[_.-])(?:password|passwd|pwd|passphrase)$")
KEY = re.compile(r"(?i)(?:secret|token|api_?key|private_?key|access_?key|encryption_?key)$")
# What names a secret kept elsewhere, or is only a placeholder.
ELSEWHERE = re.compile(
    r"(?i)^(?:/|arn:|\?:|https?:|ssm:|\$\{|\{\{|<|%|none$|null$|true$|false$|test|dummy|example"
    r"|change_?me|todo|placeholder|local)|\*{3}|x{4}|fn::|\s"
)
GENERATED = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w+/=.~-]{16,}$")  # a key, no word of a language


def secret_settings(variables: Mapping[str, object]) -> tuple[tuple[str, str], ...]:
    """Names of the variables that hold a secret, each with what it is; never the value."""
    found = []
    for name, value in sorted(variables.items()):
        title = _title(name, value) if isinstance(value, str) else None
        if title:
            found.append((name, title))
    return tuple(found)


def secrets_in(text: str) -> tuple[tuple[str, int], ...]:
    """What secrets stand in a source, by their own form, each with its line."""
    lower = text.lower()
    found = {
        (secret.title, text.count("\n", 0, hit.start()) + 1)
        for secret, (_, form) in zip(SECRETS, FORMS, strict=True)
        if any(literal.lower() in lower for literal in secret.literals)
        for hit, _ in zip(form.finditer(text), range(MOST), strict=False)
    }
    return tuple(sorted(found, key=lambda told: (told[1], told[0])))


def _title(name: str, value: str) -> str | None:
    text = value[:LONGEST]
    for title, form in FORMS:
        if form.search(text) or form.search(f"{name}={text}"):
            return title
    if ELSEWHERE.search(text):
        return None
    if PASSWORD.search(name) and len(text) >= 6:
        return "password"
    return "key or token" if KEY.search(name) and GENERATED.match(text) else None
