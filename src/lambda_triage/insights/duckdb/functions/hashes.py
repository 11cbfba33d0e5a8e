"""Digests of texts, in lower-case hexadecimal."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.insights.duckdb.value import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lambda_triage.insights.duckdb.value import Builder

HASHES: Mapping[str, Builder] = MappingProxyType(
    {"md5": plain("md5(a)"), "sha256": plain("sha256(a)")}
)
