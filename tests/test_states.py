"""States that AWS publishes as plain strings come from a dated list."""

from __future__ import annotations

import pytest

from lambda_triage.facts.states import meaning, states


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("State", "Enabled", "on"),
        ("State", "Updating", "changing"),
        ("State", "Disabled", "off"),
        ("LastProcessingResult", "PROBLEM: Function call failed", "failed"),
        ("State", "Hibernating", None),
    ],
)
def test_a_mappings_state_has_its_meaning(field: str, value: str, told: str | None) -> None:
    assert meaning("mappings", field, value) == told


def test_a_value_in_full_goes_before_the_beginning_of_one() -> None:
    for values in states().values():
        whole = [not value.endswith("*") for value, _ in values]
        assert whole == sorted(whole, reverse=True)


def test_every_meaning_is_one_of_four() -> None:
    told = {meaning for values in states().values() for _, meaning in values}
    assert told == {"on", "changing", "off", "failed"}
