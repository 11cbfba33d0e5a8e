"""The command that brings each kind of evidence, as a file that is read."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@cache
def collect_calls() -> Mapping[str, str]:
    """Table or kind of document → command, with `{name}` for the function."""
    text = files("lambda_triage.facts").joinpath("collect_calls.tsv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith(("#", "table\t"))]
    return MappingProxyType({table: call for table, _, call in (x.partition("\t") for x in lines)})
