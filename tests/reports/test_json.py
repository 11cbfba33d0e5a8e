"""The JSON form: the published schema holds for it, and the same report gives the same bytes."""

from __future__ import annotations

import importlib.util
import json as stdlib_json
from pathlib import Path
from typing import TYPE_CHECKING

import jsonschema  # type: ignore[import-untyped]
import msgspec
import pytest

from lambda_triage.reports import json
from lambda_triage.reports.contract import Report
from lambda_triage.reports.schema import schema

from . import samples

if TYPE_CHECKING:
    from types import ModuleType

TOOL = Path(__file__).parents[2] / "tools" / "schema.py"
EVERY = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())


def _validator() -> jsonschema.Draft202012Validator:
    jsonschema.Draft202012Validator.check_schema(schema())
    return jsonschema.Draft202012Validator(schema())


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("schema_tool", TOOL)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@EVERY
def test_every_sample_is_valid(make: samples.Make) -> None:
    errors = list(_validator().iter_errors(stdlib_json.loads(json.render(make()))))

    assert errors == []


@pytest.mark.parametrize("path", [(), ("window",), ("causes", 0), ("evidence", "e1"), ("stats",)])
def test_a_key_that_the_contract_does_not_name_is_refused(path: tuple[str | int, ...]) -> None:
    tree = stdlib_json.loads(json.render(samples.cause_found()))
    place = tree
    for step in path:
        place = place[step]
    place["extra"] = 1

    errors = [error.validator for error in _validator().iter_errors(tree)]

    assert errors == ["additionalProperties"]


def test_every_object_of_the_schema_is_closed() -> None:
    parts = schema()["$defs"]
    assert isinstance(parts, dict)

    open_ = [name for name, part in parts.items() if part.get("additionalProperties") is not False]

    assert open_ == []


def test_the_same_report_gives_the_same_bytes_whatever_the_order_of_its_maps() -> None:
    report = samples.cause_found()
    turned = msgspec.structs.replace(report, evidence=dict(reversed(report.evidence.items())))

    assert json.render(turned) == json.render(report)


def test_it_reads_back_as_the_report_it_was() -> None:
    report = samples.healthy()

    assert msgspec.json.decode(json.render(report), type=Report) == report


def test_it_is_indented_by_two_and_ends_with_a_newline() -> None:
    data = json.render(samples.healthy())

    assert (data[:16], data[-2:]) == (b'{\n  "schema": 1,', b"}\n")


def test_the_published_schema_is_up_to_date() -> None:
    assert _tool().main(["--check"]) == 0


def test_a_stale_schema_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stale = tmp_path / "report.schema.json"
    stale.write_text("{}\n")

    code = _tool().main(["--check"], stale)

    assert (code, capsys.readouterr().err) == (
        1,
        "report.schema.json is stale: run python tools/schema.py\n",
    )
