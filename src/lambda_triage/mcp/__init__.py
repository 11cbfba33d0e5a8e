"""The MCP server: one more face over the pipeline, for agents."""
