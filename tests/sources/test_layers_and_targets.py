"""Layer versions and scaling targets, by AWS's answers and as Terraform declares them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents import LayerVersion, ScalingTarget
from lambda_triage.sources.collect import collect

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.evidence.case import Case

LAYER = "arn:aws:lambda:eu-west-1:111122223333:layer:deps:3"
WRITES = "dynamodb:table:WriteCapacityUnits"
TERRAFORM = """\
resource "aws_lambda_layer_version" "deps" {
  layer_name               = "deps"
  compatible_runtimes      = ["python3.13"]
  compatible_architectures = ["arm64"]
}
resource "aws_dynamodb_table" "seats" { name = "seats" }
resource "aws_appautoscaling_target" "writes" {
  resource_id        = "table/${aws_dynamodb_table.seats.name}"
  scalable_dimension = "dynamodb:table:WriteCapacityUnits"
  service_namespace  = "dynamodb"
  min_capacity       = 5
  max_capacity       = 50
}
"""


def read(folder: Path, name: str, text: str) -> Case:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return collect([str(path)], [])[0]


def test_layer_versions_of_a_list_are_read(tmp_path: Path) -> None:
    listed = {"LayerVersionArn": LAYER, "Version": 3, "CompatibleRuntimes": ["python3.13"]}
    with read(tmp_path, "layers.json", json.dumps({"LayerVersions": [listed]})) as case:
        (layer,) = case.documents(LayerVersion)

    assert (layer.resource, layer.runtimes) == (LAYER, ("python3.13",))
    assert layer.architectures is None


def test_scaling_targets_of_an_answer_are_read(tmp_path: Path) -> None:
    listed = {"ServiceNamespace": "dynamodb", "ResourceId": "table/seats",
              "ScalableDimension": WRITES, "MinCapacity": 5, "MaxCapacity": 50}  # fmt: skip
    with read(tmp_path, "targets.json", json.dumps({"ScalableTargets": [listed]})) as case:
        (target,) = case.documents(ScalingTarget)

    assert (target.target, target.dimension) == ("table/seats", WRITES)
    assert (target.least, target.most) == (5, 50)


def test_both_are_read_as_terraform_declares_them(tmp_path: Path) -> None:
    with read(tmp_path, "main.tf", TERRAFORM) as case:
        (layer,), (target,) = case.documents(LayerVersion), case.documents(ScalingTarget)

    assert (layer.runtimes, layer.architectures) == (("python3.13",), ("arm64",))
    assert target.target == "table/${aws_dynamodb_table.seats.name}"
    assert (target.dimension, target.most) == (WRITES, 50)
