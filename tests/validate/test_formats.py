"""Each form of the answer says the same, in the words that its reader takes."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import pytest

from lambda_triage.pipeline.validate import validate
from lambda_triage.reports.sarif import render_sarif, uri
from lambda_triage.reports.validation import (
    AcceptedProblem,
    Level,
    Problem,
    Rule,
    Spot,
    Validation,
    render_json,
)
from lambda_triage.reports.validation_text import render_github, render_text
from tests.validate import sam
from tests.validate.sample import Sample

TEXT = {
    "type": "object",
    "required": ["text"],
    "properties": {"text": {"type": "string", "minLength": 1}},
}
RESULT = {
    "type": "object",
    "required": ["ruleId", "ruleIndex", "level", "message", "locations"],
    "additionalProperties": False,
    "properties": {
        "ruleId": {"type": "string"},
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": {"enum": ["none", "note", "warning", "error"]},
        "message": TEXT,
        "locations": {
            "type": "array",
            "minItems": 1,
            "items": {
                "required": ["physicalLocation"],
                "properties": {
                    "physicalLocation": {
                        "required": ["artifactLocation", "region"],
                        "properties": {
                            "artifactLocation": {"properties": {"uri": {"pattern": r"^[^\s\\]+$"}}},
                            "region": {
                                "additionalProperties": False,
                                "properties": {
                                    "startLine": {"type": "integer", "minimum": 1},
                                    "startColumn": {"type": "integer", "minimum": 1},
                                },
                            },
                        },
                    }
                },
            },
        },
        "partialFingerprints": {"type": "object", "additionalProperties": {"type": "string"}},
        "suppressions": {
            "type": "array",
            "items": {
                "required": ["kind"],
                "additionalProperties": False,
                "properties": {
                    "kind": {"enum": ["inSource", "external"]},
                    "justification": {"type": "string"},
                },
            },
        },
    },
}
# What this project writes of sarif-schema-2.1.0.json (OASIS, errata 01, 2023), as strictly as it is there.
SARIF = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string", "format": "uri"},
        "version": {"enum": ["2.1.0"]},
        "runs": {
            "type": "array",
            "items": {
                "required": ["tool"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "required": ["name"],
                                "additionalProperties": False,
                                "properties": {
                                    "name": {"type": "string"},
                                    "version": {"type": "string"},
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "helpUri": {"pattern": "^https://"},
                                                "help": {
                                                    **TEXT,
                                                    "properties": {
                                                        "text": {"type": "string"},
                                                        "markdown": {"type": "string"},
                                                    },
                                                    "additionalProperties": False,
                                                },
                                            },
                                        },
                                    },
                                },
                            }
                        },
                    },
                    "invocations": {
                        "type": "array",
                        "items": {
                            "required": ["executionSuccessful"],
                            "additionalProperties": False,
                            "properties": {
                                "executionSuccessful": {"type": "boolean"},
                                "toolExecutionNotifications": {
                                    "items": {
                                        "required": ["message"],
                                        "properties": {
                                            "level": {"enum": ["none", "note", "warning", "error"]},
                                            "message": TEXT,
                                        },
                                    }
                                },
                            },
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "results": {"type": "array", "items": RESULT},
                },
            },
        },
    },
}
PROBLEM = Problem(
    file="a b/infra,1.yaml", spot=Spot(7, 9), level=Level.ERROR, rule="template/code-missing",
    message="100 % wrong:\nhere", resource="?:Orders", fix="Correct it", also=("E3003",),
)  # fmt: skip
HINT = Problem(
    file="x.yaml", spot=Spot(), level=Level.INFO, rule="WS1004", message="\x1b[31mred", page="https://example.org/1"
)  # fmt: skip
VALIDATION = Validation(
    tool_version="1", templates=("a b/infra,1.yaml", "x.yaml"), problems=(PROBLEM, HINT),
    accepted=(AcceptedProblem(HINT, "agreed"),), notes=("cfn-lint was not run",),
    rules=(Rule("WS1004", "Retention", page="https://example.org/1"),
           Rule("template/code-missing", "Code", text="# Code")),
)  # fmt: skip


def test_text_is_what_compilers_print() -> None:
    assert render_text(VALIDATION).splitlines() == [
        "a b/infra,1.yaml:7:9: error: 100 % wrong: ⏎ here [template/code-missing, E3003]",
        "    fix: Correct it",
        "x.yaml:1:1: info: \\x1b[31mred [WS1004]",
        "    see: https://example.org/1",
        "x.yaml:1:1: info: \\x1b[31mred [WS1004] (accepted: agreed)",
        "note: cfn-lint was not run",
        "more: lambda-triage explain template/code-missing",
        "1 error, 0 warnings, 1 hint, 1 accepted in 2 templates",
    ]


def test_annotations_are_escaped_as_github_wants_them() -> None:
    first, second, *_ = render_github(VALIDATION).splitlines()

    assert (first, second) == (
        (
            "::error file=a b/infra%2C1.yaml,line=7,col=9,title=template/code-missing"
            "::100 %25 wrong: ⏎ here%0AFix: Correct it"
        ),
        "::notice file=x.yaml,line=1,col=1,title=WS1004::\\x1b[31mred",
    )


def test_json_holds_every_problem_with_its_place() -> None:
    told = json.loads(render_json(VALIDATION))

    assert told["counts"] == {"error": 1, "warning": 0, "info": 1}
    assert told["problems"][0] == {
        "file": "a b/infra,1.yaml", "line": 7, "column": 9, "level": "error",
        "rule": "template/code-missing", "message": "100 % wrong:\nhere", "resource": "?:Orders",
        "fix": "Correct it", "also": ["E3003"],
    }  # fmt: skip
    assert (told["accepted"][0]["accepted"], told["whole"]) == ("agreed", True)


def test_sarif_keeps_to_its_schema() -> None:
    log = json.loads(render_sarif(VALIDATION))

    jsonschema.validate(log, SARIF, cls=jsonschema.Draft202012Validator)
    results = log["runs"][0]["results"]
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert [(r["level"], rules[r["ruleIndex"]]["id"]) for r in results] == [
        ("error", "template/code-missing"), ("note", "WS1004"), ("note", "WS1004"),
    ]  # fmt: skip
    assert results[2]["suppressions"] == [{"kind": "external", "justification": "agreed"}]


def test_sarif_of_a_real_run_keeps_to_its_schema_and_brings_the_pages(tmp_path: Path) -> None:
    wrong = Sample("wrong", sam.GOOD.replace("Timeout: 360", "Timeout: 3")).written(tmp_path)
    log = json.loads(render_sarif(validate([str(wrong)], lint=False, texts=True)))

    jsonschema.validate(log, SARIF, cls=jsonschema.Draft202012Validator)
    helps = {r["id"]: r["help"]["markdown"] for r in log["runs"][0]["tool"]["driver"]["rules"]}
    assert "What it finds" in helps["queues/visibility-timeout"]


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        ("a b.yaml", "a%20b.yaml"),
        ("./a.yaml", "a.yaml"),
        ("/tmp/ä.yaml", "file:///tmp/%C3%A4.yaml"),
        (r"C:\x\a.yaml", "file:///C%3A/x/a.yaml"),
    ],
)
def test_paths_become_uris(file: str, wanted: str) -> None:
    assert re.sub("c%3a", "C%3A", uri(file)) == wanted
