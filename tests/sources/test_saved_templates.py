"""Templates and stacks as CloudFormation answers them: read by hand, not twice in a bundle."""

from __future__ import annotations

import json

import pytest

from lambda_triage.sources.aws.want import Want
from lambda_triage.sources.collect import collect

RESOURCES = {"Orders": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "orders"}}}
TEXT = "Resources:\n  Orders: {Type: AWS::Lambda::Function, Properties: {FunctionName: orders}}\n"


def functions(path):
    case, reading = collect([str(path)], [])
    with case:
        return [f.resource for f in case.functions], reading.unreadable


@pytest.mark.parametrize("body", [TEXT, {"Resources": RESOURCES}], ids=["yaml", "json"])
@pytest.mark.parametrize("indent", [None, 4])
def test_a_saved_answer_of_get_template_is_a_template(body, indent, tmp_path):
    path = tmp_path / "get-template.json"
    path.write_text(
        json.dumps({"TemplateBody": body, "StagesAvailable": ["Original"]}, indent=indent)
    )

    assert functions(path) == (["?:orders"], [])


def test_in_a_collection_it_does_not_tell_the_deployed_function_again(tmp_path):
    want = Want.of("cloudformation.GetTemplate", "shop", StackName="shop")
    path = tmp_path / want.file
    path.write_text(json.dumps({"TemplateBody": TEXT, "StagesAvailable": ["Original"]}))

    assert functions(path) == ([], [])
