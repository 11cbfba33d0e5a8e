"""The tools as the protocol lists them: schemas, and annotations from their effects."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import mcp_types as types

from lambda_triage.mcp.registry import tools
from lambda_triage.mcp.schema import gives, takes

if TYPE_CHECKING:
    from lambda_triage.mcp.tool import AnyTool


@cache
def _listed() -> tuple[types.Tool, ...]:
    return tuple(_one(tool) for tool in tools())


def listed() -> list[types.Tool]:
    """All tools."""
    return list(_listed())


def _one(tool: AnyTool) -> types.Tool:
    effects = tool.effects
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=takes(tool.takes),
        output_schema=gives(tool),
        annotations=types.ToolAnnotations(
            read_only_hint=effects.read_only,
            destructive_hint=effects.destructive,
            idempotent_hint=effects.idempotent,
            open_world_hint=effects.open_world,
        ),
    )
