"""What can go wrong, from widest to narrowest.

TriageError                 every error raised on purpose; one line, with the next step
├── UsageError              the call itself is wrong: an unknown name, options that contradict
├── InputError              evidence that cannot be read at all: no such file, no permission
│   ├── AccessError         AWS cannot be asked: no credentials, no region, no way to get there
│   └── FormatError         one input is not what its container promises; the rest is still read
│       ├── PolicyError     a policy that breaks the grammar of IAM policies
│       └── PatternError    an event filter that breaks the grammar of its service
├── ForbiddenCallError      a call to AWS that does not only read; nothing was sent
├── CatalogError            a check, its page and the catalogue disagree
└── RuntimeFault            the local runtime could not run a handler
"""

import re

_PLAIN = re.compile(r"[\w.:/@$*+=?-]{0,200}", re.ASCII)


def as_name(text: str) -> str:
    """A name out of evidence as an error may say it: nothing in which a sentence would fit."""
    return text if _PLAIN.fullmatch(text) else f"(a text of {len(text):,} characters)"


class TriageError(Exception):
    """Base of every error raised on purpose by this package."""


class UsageError(TriageError):
    """The call is wrong: an unknown name, or options that contradict each other."""


class InputError(TriageError):
    """An input that cannot be read at all."""


class AccessError(InputError):
    """AWS cannot be asked at all: no credentials or expired ones, no region, no way there."""


class FormatError(InputError):
    """An input, or a part of it, that is not what its container promises."""


class PolicyError(FormatError):
    """A policy document that breaks the grammar of IAM policies."""


class PatternError(FormatError):
    """An event filter that breaks the grammar of its service: where in the filter, and how."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path, reason)
        self.path = path
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class ForbiddenCallError(TriageError):
    """A call to AWS that is not one of the listed reads. Nothing was sent."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation

    def __str__(self) -> str:
        return (
            f"{self.operation} is not one of the read-only calls that may be made; nothing was sent"
            " (docs/permissions.md lists them)"
        )


class CatalogError(TriageError):
    """A check, its page and the catalogue disagree."""


class RuntimeFault(TriageError):
    """The local runtime could not run a handler."""
