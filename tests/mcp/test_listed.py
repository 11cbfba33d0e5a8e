"""What a client is told of the tools costs little, and says what they do."""

from __future__ import annotations

import json

import jsonschema

from lambda_triage.mcp.listed import listed
from lambda_triage.mcp.registry import tools
from tests.mcp.conversing import converse

INPUTS, OUTPUTS = 32_000, 8_000  # bytes, of all tools together
PROMISED = {
    "diagnose", "collect_evidence", "query_logs", "explain_error", "explain_trigger",
    "explain_access", "compare_bundles", "next_evidence", "list_checks", "get_logs",
    "get_metrics", "get_traces", "limits", "next_page",
    "esm_guidance", "esm_optimize", "esm_kafka_troubleshoot",
    "secure_esm_sqs_policy", "secure_esm_kinesis_policy", "secure_esm_dynamodb_policy",
    "secure_esm_msk_policy",
    "sam_local_invoke", "sam_init", "sam_build", "sam_deploy", "sam_remote_invoke", "sam_logs",
    "get_iac_guidance", "get_lambda_guidance", "get_lambda_event_schemas",
    "get_serverless_templates", "deploy_serverless_app_help",
}  # fmt: skip
ASKING_AWS = {
    "diagnose", "collect_evidence", "query_logs", "explain_access", "next_evidence", "get_logs",
    "get_metrics", "get_traces", "sam_local_invoke", "esm_optimize", "esm_kafka_troubleshoot", "sam_build",
    "sam_deploy", "sam_remote_invoke", "sam_logs",
}  # fmt: skip
# Files, stacks, or what the code that runs changes.
CHANGING = {
    "collect_evidence", "sam_local_invoke", "sam_init", "sam_build", "sam_deploy",
    "sam_remote_invoke",
}  # fmt: skip
DESTROYING = {"sam_deploy", "sam_remote_invoke"}


def _size(schema: object) -> int:
    return len(json.dumps(schema).encode()) if schema else 0


def test_all_inputs_together_are_small():
    assert sum(_size(tool.input_schema) for tool in listed()) <= INPUTS


def test_all_output_schemas_together_are_small():
    assert sum(_size(tool.output_schema) for tool in listed()) <= OUTPUTS


def test_the_promised_tools_are_there():
    assert {tool.name for tool in listed()} >= PROMISED


def test_schemas_are_schemas():
    for tool in listed():
        for schema in (tool.input_schema, tool.output_schema):
            if schema:
                jsonschema.Draft202012Validator.check_schema(schema)


def test_unknown_arguments_are_refused_by_schema_too():
    assert {tool.input_schema["additionalProperties"] for tool in listed()} == {False}


def test_every_tool_that_asks_aws_takes_profile_and_region():
    asking = {
        tool.name for tool in listed()
        if {"profile", "region", "role_arn"} <= set(tool.input_schema["properties"])
    }  # fmt: skip

    assert asking >= ASKING_AWS
    assert asking == {tool.name for tool in tools() if tool.effects.open_world}


def test_annotations_say_what_a_tool_does():
    told = {tool.name: tool.annotations for tool in listed()}

    assert {name for name, a in told.items() if not a.read_only_hint} == CHANGING
    assert {name for name, a in told.items() if a.destructive_hint} == DESTROYING
    assert all(a.idempotent_hint is not None for a in told.values())


def test_a_client_is_told_the_same(url):
    async def talk(client):
        return (await client.list_tools()).tools

    assert [tool.name for tool in converse(url, talk)] == [tool.name for tool in listed()]
