"""The JSON Schema of the report, made from the contract."""

from __future__ import annotations

import msgspec

from lambda_triage.reports.contract import SCHEMA, Report

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, object]:
    """JSON Schema, draft 2020-12; every object is closed."""
    (reference,), parts = msgspec.json.schema_components([Report], ref_template="#/$defs/{name}")
    parts["Report"]["properties"]["schema"] = {"const": SCHEMA}
    parts["Cause"]["properties"]["confidence"] = {"type": "number", "minimum": 0, "maximum": 1}
    return {
        "$schema": DIALECT,
        "title": f"lambda-triage report, schema {SCHEMA}",
        **reference,
        "$defs": dict(sorted(parts.items())),
    }
