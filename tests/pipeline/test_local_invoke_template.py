"""What of a template a local run takes, what stands in for a deployment, and what it says of it."""

from __future__ import annotations

import json
import os

import pytest

from lambda_triage.errors import FormatError, InputError, UsageError
from lambda_triage.pipeline.target import Access
from lambda_triage.runtime import missing_part
from tests.pipeline.projects import PYTHON, TEMPLATE, invoked, project, with_properties

pytestmark = pytest.mark.skipif(missing_part() is not None, reason=f"missing {missing_part()}")

TWO = """
    Payments:
      Type: AWS::Serverless::Function
      Properties: {CodeUri: src/, Handler: app.handler, FunctionName: shop-payments}
"""
NEEDY = (
    with_properties(
        "Environment:",
        "  Variables:",
        "    TABLE: !Ref Table",
        "    TABLE_ARN: !GetAtt Table.Arn",
        "    QUEUE: !Ref Queue",
        "    SELF: !Sub '${Table}-${AWS::Region}-${Stage}'",
        "    OTHER: !GetAtt Payments.Arn",
        "    LEVEL: !If [IsProd, WARN, DEBUG]",
        "    NOTHING: !If [IsProd, there, !Ref AWS::NoValue]",
        "    PART: !Select [1, !Split ['-', 'a-b-c']]",
        "    FLAG: true",
        "    SECRET: '{{resolve:secretsmanager:shop}}'",
        resources=TWO
        + """
    Table: {Type: AWS::DynamoDB::Table, Properties: {TableName: shop-orders}}
    Queue: {Type: AWS::SQS::Queue}
""",
    )
    + "    Conditions: {IsProd: !Equals [!Ref Stage, prod]}\n"
)
SHOWN = ("STAGE", "LEVEL", "TABLE", "TABLE_ARN", "QUEUE", "SELF", "OTHER", "PART", "FLAG")


def _variables(folder, *names: str, **asked) -> list[str | None]:
    told = json.loads(invoked(folder, {"do": "variables"}, **asked).output)
    return [told.get(name) for name in names]


def test_variables_are_worked_out(tmp_path):
    found = _variables(project(tmp_path, NEEDY), *SHOWN, "NOTHING", function="Orders")

    assert found == [
        "dev", "DEBUG", "shop-orders", "", "Queue", "shop-orders-eu-west-1-dev",
        "arn:aws:lambda:eu-west-1:123456789012:function:shop-payments", "b", "true", None,
    ]  # fmt: skip


def test_a_parameter_and_a_region_are_taken(tmp_path):
    found = _variables(
        project(tmp_path, NEEDY), "STAGE", "LEVEL", "SELF", "AWS_REGION", "NOTHING",
        function="Orders", parameters={"Stage": "prod"}, access=Access(region="eu-north-1"),
    )  # fmt: skip

    assert found == ["prod", "WARN", "shop-orders-eu-north-1-prod", "eu-north-1", "there"]


def test_what_is_not_known_or_stands_in_is_listed(tmp_path):
    found = invoked(project(tmp_path, NEEDY), function="Orders")

    assert found.unknown == ("TABLE_ARN", "SECRET")
    assert (
        "QUEUE: Queue is Queue (its logical id, as SAM has it;"
        " deployed, it is another: a URL, an ARN or an id)"
    ) in found.substituted
    assert "TABLE: Table is shop-orders (the name in the template)" in found.substituted


def test_a_file_overrides_what_the_template_declares_and_nothing_else(tmp_path):
    file = {
        "Parameters": {"TABLE_ARN": "arn:all", "LEVEL": "ERROR", "OWN": "x"},
        "Orders": {"LEVEL": "TRACE"},
        "Payments": {"STAGE": "other"},
    }
    folder = project(tmp_path, NEEDY, **{"env.json": json.dumps(file)})
    asked = {"function": "Orders", "variables_file": "env.json"}

    found = invoked(folder, **asked)

    assert _variables(folder, "TABLE_ARN", "LEVEL", "STAGE", "OWN", **asked) == [
        "arn:all", "TRACE", "dev", None,
    ]  # fmt: skip
    assert found.unknown == ("SECRET",)
    assert any("does not declare OWN" in note for note in found.notes)


@pytest.mark.parametrize("text", ['{"TABLE": "flat"}', '["TABLE"]'])
def test_a_flat_file_is_refused_with_its_form(tmp_path, text):
    folder = project(tmp_path, **{"env.json": text})

    with pytest.raises(UsageError, match=r'is no object; write \{"Parameters": '):
        invoked(folder, variables_file="env.json")


def test_a_layer_is_on_the_path_and_shown_as_opt(tmp_path):
    layer = "    Shared:\n      Type: AWS::Serverless::LayerVersion\n      Properties: {ContentUri: layer/}\n"
    template = with_properties("Layers: [!Ref Shared, 'arn:aws:lambda:eu-west-1:1:layer:x:1']",
                               resources=layer)  # fmt: skip
    folder = project(
        tmp_path, template,
        **{"src/app.py": "import shared\ndef handler(e, c): return shared.given(e)\n",
           "layer/python/shared.py": "def given(e):\n    return e['missing']\n"},
    )  # fmt: skip
    found = invoked(folder)

    assert found.error_type == "KeyError"
    assert '"/opt/python/shared.py", line 2' in found.stack[-1]
    assert any("layer:x:1 is not on this machine" in note for note in found.notes)


def test_the_only_function_needs_no_name_and_two_do(tmp_path):
    folder = project(tmp_path, with_properties(resources=TWO))

    with pytest.raises(UsageError, match="give resource_name: Orders, Payments"):
        invoked(folder)
    assert invoked(folder, function="shop-payments").function == "Payments"


def test_a_name_that_is_nearly_right_is_suggested(tmp_path):
    with pytest.raises(UsageError, match="no function 'Order'; did you mean Orders"):
        invoked(project(tmp_path), function="Order")


def test_an_unknown_parameter_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no parameter 'Stag'; did you mean Stage"):
        invoked(project(tmp_path), parameters={"Stag": "prod"})


def test_a_function_that_a_condition_leaves_out_is_not_there(tmp_path):
    two = TWO.replace("Properties", "Condition: Never\n      Properties")
    template = with_properties(resources=two) + "    Conditions: {Never: !Equals [a, b]}\n"

    assert invoked(project(tmp_path, template)).function == "Orders"


def test_a_name_that_refers_to_itself_ends(tmp_path):
    found = invoked(project(tmp_path, with_properties("FunctionName: !Sub '${Orders}-x'")))

    assert found.status == "ok"


def test_names_that_refer_to_one_another_without_end_are_told(tmp_path):
    chain = "".join(
        f"    T{n}: {{Type: AWS::DynamoDB::Table, Properties: {{TableName: !Ref T{n + 1}}}}}\n"
        for n in range(1000)
    )
    template = with_properties("FunctionName: !Ref T0", resources=chain)

    with pytest.raises(FormatError, match="refer to one another too deeply"):
        invoked(project(tmp_path, template))


def test_a_fresh_build_is_run_and_an_old_one_is_not(tmp_path):
    built = ".aws-sam/build/template.yaml"
    template = TEMPLATE.replace("src/", "Orders")
    folder = project(tmp_path, **{built: template,
                                  ".aws-sam/build/Orders/app.py": "def handler(e, c): return 'built'\n"})  # fmt: skip
    fresh = invoked(folder)
    os.utime(folder / built, (1, 1))
    old = invoked(folder)

    assert fresh.output == '"built"'
    assert "given" in old.output
    assert any("older than template.yaml" in note for note in old.notes)


def test_code_that_was_changed_after_the_build_is_told(tmp_path):
    built = ".aws-sam/build/template.yaml"
    folder = project(tmp_path, **{built: TEMPLATE.replace("src/", "Orders"),
                                  ".aws-sam/build/Orders/app.py": "def handler(e, c): return 1\n"})  # fmt: skip
    later = (folder / built).stat().st_mtime + 60
    os.utime(folder / "src" / "app.py", (later, later))

    assert "app.py was changed after sam build made this: run sam_build" in invoked(folder).notes


def test_the_output_of_cdk_runs_by_the_name_of_its_construct(tmp_path):
    function = {
        "Type": "AWS::Lambda::Function",
        "Properties": {"Code": {"S3Bucket": "cdk-assets", "S3Key": "a.zip"},
                       "Handler": "app.handler", "Runtime": PYTHON},
        "Metadata": {"aws:cdk:path": "Shop/Orders/Resource", "aws:asset:path": "asset.1",
                     "aws:asset:property": "Code"},
    }  # fmt: skip
    (tmp_path / "cdk.out" / "asset.1").mkdir(parents=True)
    (tmp_path / "cdk.out" / "Shop.template.json").write_text(
        json.dumps({"Resources": {"Orders1A2B": function, "Other": function}})
    )
    (tmp_path / "cdk.out" / "asset.1" / "app.py").write_text("def handler(e, c): return 'cdk'\n")

    assert invoked(tmp_path, function="Orders").output == '"cdk"'


@pytest.mark.parametrize(
    ("template", "error", "said"),
    [
        (TEMPLATE + "    Broken: [", FormatError, "not YAML"),
        ("hello: there\n", InputError, "not a template"),
        ("service: shop\nprovider: {name: aws}\n", UsageError, "is serverless; only SAM"),
        ("Resources: {T: {Type: AWS::SNS::Topic}}\n", UsageError, "has no function"),
    ],
)
def test_a_template_that_cannot_be_run_is_told_in_one_sentence(tmp_path, template, error, said):
    with pytest.raises(error, match=said):
        invoked(project(tmp_path, template))


def test_a_folder_without_a_template_is_told(tmp_path):
    with pytest.raises(InputError, match="has no template: none of template"):
        invoked(tmp_path)


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(InputError, match="no such folder; give the project's folder"):
        invoked(tmp_path / "nowhere")
