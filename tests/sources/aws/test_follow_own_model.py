"""Whatever an answer holds, following it never fails, and asks only what botocore would send."""

from __future__ import annotations

import pkgutil
from copy import deepcopy
from importlib import import_module
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lambda_triage.sources.aws import follow as areas
from lambda_triage.sources.aws.answer import Answer
from lambda_triage.sources.aws.follow import AREAS, durable, follow, functions, network, roles
from lambda_triage.sources.aws.reads import READS
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.want import Want
from tests.sources.aws.shaped import TEXTS, faults, filled, members

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn, SearchStrategy

    from lambda_triage.evidence.documents import Json

SCOPE = Scope("111122223333", "eu-west-1", "aws", 1_772_000_000_000, 1_772_010_800_000, ("orders",))
OWN = (functions, roles, network, durable)
FOLLOWED = sorted({operation for area in OWN for operation in area.FOLLOW})
ASKED: dict[str, dict[str, Json]] = {
    "lambda.ListAliases": {"FunctionName": "orders"},
    "lambda.ListProvisionedConcurrencyConfigs": {"FunctionName": "orders"},
    "iam.ListRolePolicies": {"RoleName": "orders-role"},
}


def led_to(operation: str, body: dict[str, Json]) -> list[Want]:
    """Wants of all functions of these areas that follow the operation."""
    answer = Answer(Want.of(operation, "orders", **ASKED.get(operation, {})), body)
    return [w for area in OWN if (f := area.FOLLOW.get(operation)) for w in f(answer, SCOPE)]


@pytest.mark.parametrize("operation", FOLLOWED)
def test_a_full_answer_leads_on_by_valid_calls(operation: str) -> None:
    wants = led_to(operation, filled(operation))

    assert wants != []
    assert {faults(want) for want in wants} == {""}


@pytest.mark.parametrize("operation", FOLLOWED)
def test_only_listed_reads_are_asked(operation: str) -> None:
    asked = {want.operation for want in led_to(operation, filled(operation))}

    assert asked - READS.keys() == set()


def test_every_area_that_follows_is_joined() -> None:
    found = {module.name for module in pkgutil.iter_modules(areas.__path__)}
    modules = {name: import_module(f"{areas.__name__}.{name}") for name in found}
    following = {name for name, module in modules.items() if hasattr(module, "FOLLOW")}

    assert following - set(AREAS) == set()
    assert set(FOLLOWED) - follow().keys() == set()


def junk(names: SearchStrategy[str]) -> SearchStrategy[Json]:
    texts = st.one_of(st.sampled_from(sorted(TEXTS.values())), st.text(max_size=8))
    plain = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), texts)
    return st.recursive(
        plain,
        lambda inner: st.one_of(
            st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4)
        ),
        max_leaves=12,
    )


@st.composite
def broken(draw: DrawFn) -> tuple[str, dict[str, Json]]:
    """An answer of which some members hold something else."""
    operation = draw(st.sampled_from(FOLLOWED))
    names = st.sampled_from(sorted(members(operation)))
    body = deepcopy(filled(operation))
    for _ in range(draw(st.integers(1, 6))):
        _spoil(body, draw(names), draw(junk(names)))
    return operation, body


def _spoil(value: Json, name: str, other: Json) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == name:
                value[name] = deepcopy(other)
            else:
                _spoil(inner, name, other)
    elif isinstance(value, list):
        for inner in value:
            _spoil(inner, name, other)


@settings(max_examples=100, deadline=None)
@given(broken())
def test_odd_answers_lead_to_valid_calls_or_to_none(told: tuple[str, dict[str, Json]]) -> None:
    operation, body = told

    wants = led_to(operation, body)

    assert {faults(want) for want in wants} <= {""}


@pytest.mark.parametrize("operation", FOLLOWED)
def test_an_empty_answer_names_nothing(operation: str) -> None:
    assert led_to(operation, {}) == []
