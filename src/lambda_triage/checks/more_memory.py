"""The remedy of more memory, up to the most that Lambda gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.findings import EditCode, SetProperty

if TYPE_CHECKING:
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.findings import Remedy

LARGEST_MB = 10_240  # Lambda quotas, function memory, 2026
MANAGED_MB = 32_768  # the same on Managed Instances: botocore, FunctionConfiguration, 2026
UNKNOWN_MB = 1_024  # proposed where the size is not known


def more_memory(
    memory_mb: int | None, function: FunctionConfiguration | None, told: str = "{}"
) -> Remedy:
    """Twice *memory_mb*; where that is the most already, less use of it.

    told  the text of the remedy; {} becomes `Raise memory to … MB`
    """
    managed = function is not None and function.capacity_provider is not None
    largest = MANAGED_MB if managed else LARGEST_MB
    if memory_mb is not None and memory_mb >= largest:
        return EditCode(f"Hold less at once: memory is at its largest already, {largest:,} MB")
    size = min(2 * memory_mb, largest) if memory_mb else UNKNOWN_MB
    text = told.format(f"Raise memory to {size} MB")
    return SetProperty("MemorySize", size, text, "costs more per millisecond")
