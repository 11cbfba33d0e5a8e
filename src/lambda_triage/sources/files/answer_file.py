"""The name of an answer's file in a bundle: what was asked, and about what."""

from __future__ import annotations

import re

from msgspec import Struct

# As `sources.aws.want.Want.file` makes it: number, service, operation, and what it is about.
FORM = re.compile(
    r"(?:^|[/!\\])\d{10}-(?P<service>[a-z0-9]+)\.(?P<operation>[a-z0-9-]+)"
    r"\.(?P<about>[^/!\\]*)\.json$"
)


class AnswerFile(Struct, frozen=True):
    """One answer of a collection.

    operation  in lower case and without hyphens: `applicationautoscaling.describescalabletargets`
    about      name of the resource, or empty
    """

    operation: str
    about: str


def answer_file(name: str) -> AnswerFile | None:
    """What the file's name tells; None for a file that a person named."""
    found = FORM.search(name)
    if found is None:
        return None
    operation = found["operation"].replace("-", "")
    return AnswerFile(f"{found['service']}.{operation}", found["about"])
