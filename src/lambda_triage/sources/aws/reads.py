"""Every operation that may be called; what is not here cannot leave the machine."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from lambda_triage.facts.aws_reads import Read, reads

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["READS", "Read"]

READS: Mapping[str, Read] = MappingProxyType(reads())
