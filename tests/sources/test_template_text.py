"""The text of templates: short tags are long forms, and what is hostile ends in one line, soon."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from lambda_triage.evidence.documents import Document, Queue, Topic
from lambda_triage.sources.collect import collect
from lambda_triage.sources.files.templates import template_language
from lambda_triage.sources.templates.load import load

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "AWSTemplateFormatVersion: '2010-09-09'\nResources:\n"
QUEUE = "  Work: {Type: 'AWS::SQS::Queue', Properties: {QueueName: work}}\n"


def read(folder: Path, name: str, text: str | bytes) -> tuple[list[Document], list[str]]:
    """The queues and topics of a template, and the complaints about it, without its path."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    case, reading = collect([str(path)], [])
    with case:
        found: list[Document] = [*case.documents(Queue), *case.documents(Topic)]
    return found, [line.removeprefix(f"{path}: ") for line in reading.unreadable]


def of(properties: object, **beside: object) -> str:
    resources = {"Work": {"Type": "AWS::SQS::Queue", "Properties": properties}}
    return json.dumps({"AWSTemplateFormatVersion": "2010-09-09", "Resources": resources, **beside})


# Hostile text


def aliases() -> str:
    lines = "".join(f"B{n}: &b{n} [{','.join([f'*b{n - 1}'] * 10)}]\n" for n in range(1, 30))
    return f"AWSTemplateFormatVersion: '2010-09-09'\nB0: &b0 [x]\n{lines}Resources:\n{QUEUE}"


def selves() -> str:
    lines = "".join(f"  a{n}:\n" + f"    - ${{self:custom.a{n + 1}}}\n" * 40 for n in range(9))
    return (
        f"service: x\nprovider: {{name: aws}}\ncustom:\n{lines}functions:\n  f: {{handler: a.b}}\n"
    )


REFUSED = {
    "aliases.yaml": (aliases(), "the template is too large or too deep"),
    "itself.yaml": (
        f"{HEAD}  Work: &w {{Type: 'AWS::SQS::Queue', Properties: {{A: *w, B: *w}}}}\n",
        "the template is too large or too deep",
    ),
    "deep.yaml": (f"{HEAD}  Work: {'[' * 1500}{']' * 1500}\n", "the template is nested too deeply"),
    "deep.json": (of(0).replace("0}", "[" * 99_999 + "]" * 99_999 + "}"),
                  "the template is nested too deeply"),
    "deep.tf": ('resource "aws_sqs_queue" "q" {\n x = ' + "[" * 3000 + "]" * 3000 + "\n}\n",
                "the template is nested too deeply"),
    "serverless.yml": (selves(), "the template refers to itself too often"),
    "large.yaml": (HEAD + QUEUE + "# x" * 3_500_000, "the template is larger than 1 MiB"),
    "large.json": (of({"QueueName": "x" * 10_500_000}), "the template is larger than 8 MiB"),
    "two.yaml": (f"{HEAD}{QUEUE}---\na: b\n",
                 "not YAML: expected a single document in the stream"),
    "cut.yaml": (f"{HEAD}{QUEUE}  Dead: {{Type: [\n", "not YAML: while parsing a flow node"),
    "cut.json": (of({})[:-1], None),
    "tab.yaml": (f"{HEAD}\tWork: {{Type: 'AWS::SQS::Queue'}}\n",
                 "not YAML: while scanning for the next token"),
    "bell.yaml": (f"{HEAD}  Work: {{Type: 'AWS::SQS::Queue', X: \x07}}\n",
                  "not YAML: unacceptable character #x0007: special characters are not allowed"),
    "none.yaml": ("AWSTemplateFormatVersion: '2010-09-09'\nResources: []\n",
                  "the template has no Resources"),
    "cut.tf": ('resource "aws_sqs_queue" "q" {\n', None),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_said_in_one_line(name: str, tmp_path: Path) -> None:
    text, wanted = REFUSED[name]

    found, (complaint,) = read(tmp_path, name, text)

    assert found == []
    assert "\n" not in complaint
    assert wanted in (complaint, None)


def nested(times: int, text: str = "${a}${a}") -> object:
    value: object = "x"
    for _ in range(times):
        value = {"Fn::Sub": [text, {"a": value}]}
    return value


def test_texts_that_double_at_every_level_end_unresolved(tmp_path: Path) -> None:
    ((queue,), complaints) = read(tmp_path, "t.json", of({"QueueName": nested(29), "FifoQueue": 1}))

    assert (queue.resource, complaints) == ("?:Work", [])


def test_a_long_default_is_not_copied_without_end(tmp_path: Path) -> None:
    text = f"{HEAD}{QUEUE}Parameters: {{P: {{Default: {'x' * 100_000}}}}}\n".replace(QUEUE, "".join(
        f"  Q{n}: {{Type: 'AWS::SQS::Queue', Properties: {{KmsMasterKeyId: !Sub 'a{'${P}' * 99}'}}}}\n"
        for n in range(50)
    ))  # fmt: skip

    found, complaints = read(tmp_path, "template.yaml", text)

    kept = sum(len(q.key or "") for q in found if isinstance(q, Queue))
    assert (len(found), complaints) == (50, [])
    assert 100_000 < kept < 20_000_000


def test_resources_that_refer_to_each_other_are_all_kept(tmp_path: Path) -> None:
    text = of({"RedrivePolicy": {"deadLetterTargetArn": {"Fn::GetAtt": ["Work", "Arn"]}}})

    ((queue,), complaints) = read(tmp_path, "t.json", text)

    assert isinstance(queue, Queue)
    assert (queue.resource, queue.dead_letter, complaints) == ("?:Work", "?:Work", [])


def test_thousands_of_resources_take_seconds(tmp_path: Path) -> None:
    body = {f"Q{n}": {"Type": "AWS::SQS::Queue", "Properties": {}} for n in range(5000)}

    found, complaints = read(
        tmp_path, "t.json", json.dumps({"Resources": body, "Outputs": {}}, indent=1)
    )

    assert (len(found), complaints) == (5000, [])


@pytest.mark.parametrize(
    "head",
    [b"Resources:\n" + b" \n" * 99 + b"x", b"x" + b"\n" * 65_000 + b"x",
     b"{" + b'"Resources":' * 5000, b"service: x\n" + b"provider:\n" * 6000],
)  # fmt: skip
def test_what_only_begins_like_a_template_is_told_at_once(head: bytes) -> None:

    assert template_language(head) is None


# Odd text


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "latin-1"])
def test_a_name_in_any_coding_leaves_the_rest_readable(coding: str, tmp_path: Path) -> None:
    text = f"{HEAD}  Cafe: {{Type: 'AWS::SNS::Topic', Properties: {{TopicName: café}}}}\n{QUEUE}"

    (work, cafe), complaints = read(tmp_path, "template.yaml", text.encode(coding))

    assert (work.resource, complaints) == ("?:work", [])
    assert cafe.resource == ("?:caf\N{REPLACEMENT CHARACTER}" if coding == "latin-1" else "?:café")


def test_the_last_of_two_equal_keys_holds_in_both_languages(tmp_path: Path) -> None:
    topic = QUEUE.replace("SQS::Queue", "SNS::Topic").replace("QueueName", "TopicName")
    text = '{"Resources": {"W": {"Type": "AWS::SQS::Queue"}, "W": {"Type": "AWS::SNS::Topic"}}}'

    first, second = read(tmp_path, "t.yaml", HEAD + QUEUE + topic), read(tmp_path, "t.json", text)

    assert [type(d) for d in first[0]] == [type(d) for d in second[0]] == [Topic]


@pytest.mark.parametrize("wrong", [[1], "x", None, {"Ref": "Gone"}, {"Fn::Sub": {"a": 1}}, -5])
def test_properties_of_a_wrong_type_are_unknown(wrong: object, tmp_path: Path) -> None:
    text = of({"VisibilityTimeout": [wrong], "RedrivePolicy": wrong, "Policy": wrong})

    ((queue,), complaints) = read(tmp_path, "t.json", text)

    assert isinstance(queue, Queue)
    assert (queue.visibility_s, queue.dead_letter, complaints) == (None, None, [])


def test_a_mapping_takes_over_what_it_does_not_say_itself() -> None:
    text = "one: &one {a: 1, b: 1}\ntwo: &two {b: 2, c: 2}\nall: {<<: [*one, *two], a: 3}\n"

    assert load(text)["all"] == {"a": 3, "b": 1, "c": 2}  # type: ignore[index, call-overload]


SHORT = """\
A: !Ref X
B: !GetAtt X.Y.Z
C: !GetAtt [X, Y]
D: !Sub "${X}"
E: !Sub ["${a}", {a: !Ref X}]
F: !Join [",", [a, !Ref X]]
G: !Select [0, !GetAZs ""]
H: !Split [",", "a,b"]
I: !If [C, !Base64 x, !ImportValue y]
J: !FindInMap [A, B, C]
K: !And [!Condition C, !Not [!Equals [a, b]], !Or [!Condition D, !Condition E]]
L: !Cidr ["10.0.0.0/16", 2, 8]
M: !Transform {Name: AWS::Include, Parameters: {Location: s3}}
N: !Length [a]
O: !ToJsonString {a: 1}
"""


def test_short_tags_are_their_long_forms() -> None:
    assert load(SHORT) == {
        "A": {"Ref": "X"},
        "B": {"Fn::GetAtt": ["X", "Y.Z"]},
        "C": {"Fn::GetAtt": ["X", "Y"]},
        "D": {"Fn::Sub": "${X}"},
        "E": {"Fn::Sub": ["${a}", {"a": {"Ref": "X"}}]},
        "F": {"Fn::Join": [",", ["a", {"Ref": "X"}]]},
        "G": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
        "H": {"Fn::Split": [",", "a,b"]},
        "I": {"Fn::If": ["C", {"Fn::Base64": "x"}, {"Fn::ImportValue": "y"}]},
        "J": {"Fn::FindInMap": ["A", "B", "C"]},
        "K": {
            "Fn::And": [
                {"Condition": "C"},
                {"Fn::Not": [{"Fn::Equals": ["a", "b"]}]},
                {"Fn::Or": [{"Condition": "D"}, {"Condition": "E"}]},
            ]
        },
        "L": {"Fn::Cidr": ["10.0.0.0/16", 2, 8]},
        "M": {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3"}}},
        "N": {"Fn::Length": ["a"]},
        "O": {"Fn::ToJsonString": {"a": 1}},
    }
