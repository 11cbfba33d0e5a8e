"""One bundle of each schema version reads to the same report for ever.

`LAMBDA_TRIAGE_GOLDEN=write pytest tests/sources/bundle/test_golden.py` writes the reports anew:
after a change of checks or of the contract, never of the bundles.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import botocore.session
import pytest
from botocore.model import ListShape, MapShape, StructureShape

from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import json as rendered
from lambda_triage.sources.bundle.manifest import decode

BUNDLES = Path(__file__).parents[2] / "bundles"
GOLDEN = pytest.mark.parametrize("version", sorted(BUNDLES.iterdir()), ids=lambda path: path.name)


def known(report: bytes) -> dict[str, object]:
    """All but the version of the tool, which every release changes."""
    return {key: value for key, value in json.loads(report).items() if key != "tool_version"}


@GOLDEN
def test_a_released_bundle_still_reads_to_its_report(version):
    expected = version / "report.json"

    actual = rendered.render(diagnose([str(version / "bundle")]))

    if os.environ.get("LAMBDA_TRIAGE_GOLDEN") == "write":
        expected.write_bytes(actual)
    assert known(actual) == known(expected.read_bytes())


@GOLDEN
def test_a_released_bundle_names_both_its_causes(version):
    report = diagnose([str(version / "bundle")])

    led = {i.causes[0] for i in report.incidents}
    assert led == {"access_denied_identity", "timeout_default_3s"}


@GOLDEN
def test_answers_of_a_released_bundle_have_the_shapes_of_aws(version):
    manifest = decode((version / "bundle/manifest.json").read_bytes())
    assert manifest is not None
    session = botocore.session.get_session()
    wrong: list[str] = []

    for kept in manifest.answers:
        service, _, action = kept.operation.partition(".")
        model = session.get_service_model(service).operation_model(action)
        body = json.loads((version / "bundle" / kept.file).read_bytes())
        wrong += _faults(body, model.output_shape, kept.operation)
        wrong += _faults(json.loads(kept.asked), model.input_shape, f"{kept.operation} asked")

    assert wrong == []


def _faults(value, shape, where):
    """Members that AWS's model does not have, and values of another type."""
    if isinstance(shape, StructureShape):
        if not isinstance(value, dict):
            return [where]
        unknown = [f"{where}.{name}" for name in value if name not in shape.members]
        told = [n for n in value if n in shape.members]
        return unknown + [
            f for n in told for f in _faults(value[n], shape.members[n], f"{where}.{n}")
        ]
    if isinstance(shape, ListShape):
        if not isinstance(value, list):
            return [where]
        return [f for item in value for f in _faults(item, shape.member, f"{where}[]")]
    if isinstance(shape, MapShape):
        return [f for item in value.values() for f in _faults(item, shape.value, f"{where}{{}}")]
    types = {"integer": int, "long": int, "boolean": bool, "double": (int, float)}
    if shape.name == "policyDocumentType":  # botocore opens it
        return [] if isinstance(value, dict) else [where]
    return [] if isinstance(value, types.get(shape.type_name, str)) else [where]
