"""A broken application, deployed by the SAM CLI and run by an emulator of AWS, is diagnosed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.live.drive import TRIES

if TYPE_CHECKING:
    from tests.live.evidence import Shop

pytestmark = pytest.mark.live


def test_the_first_deployment_works(shop: Shop) -> None:
    assert shop.first.returncode == 0, shop.first.stderr


def test_only_functions_that_never_ran_have_no_log(shop: Shop) -> None:
    never = {(w.about.removeprefix("shop-"), code) for w, code in shop.refused.items()}

    assert never == {
        (name, "ResourceNotFoundException") for name in ("refunds", "loyalty", "hourly")
    }


# What is there before anything is diagnosed: the words that AWS uses.


def test_orders_is_refused_by_its_role(shop: Shop) -> None:
    assert shop.log("orders").count("is not authorized to perform: dynamodb:GetItem") == TRIES


def test_invoices_is_stopped_at_its_time_out(shop: Shop) -> None:
    # On a busy machine the emulator may end one of them before it writes why.
    assert shop.log("invoices").count("Task timed out after 3.00 seconds") >= TRIES - 1


def test_shipping_gives_up_one_message_and_ships_the_others(shop: Shop) -> None:
    dead = shop.answer("get-queue-attributes", "parcels-dead")["Attributes"]

    assert dead["ApproximateNumberOfMessages"] == "1"
    assert shop.log("shipping").count(" goes to zone 1") == 2
    assert shop.log("shipping").count("KeyError: 'XX'") == 5


def test_checkout_is_throttled(shop: Shop) -> None:
    assert shop.answer("get-function-concurrency", "checkout") == {
        "ReservedConcurrentExecutions": 1
    }
    assert sum(shop.points("checkout", "Throttles")) > 0


def test_refunds_wait_for_a_disabled_mapping(shop: Shop) -> None:
    [mapping] = shop.answer("list-event-source-mappings", "refunds")["EventSourceMappings"]
    queue = shop.answer("get-queue-attributes", "refunds")["Attributes"]

    assert mapping["State"] == "Disabled"
    assert queue["ApproximateNumberOfMessages"] == str(TRIES)


def test_points_are_deleted_by_the_filter(shop: Shop) -> None:
    [mapping] = shop.answer("list-event-source-mappings", "loyalty")["EventSourceMappings"]
    queue = shop.answer("get-queue-attributes", "points")["Attributes"]

    assert mapping["FilterCriteria"] == {"Filters": [{"Pattern": '{"tier": ["gold"]}'}]}
    assert queue["ApproximateNumberOfMessages"] == "0"
    assert shop.points("loyalty", "Invocations") == []


def test_the_second_deployment_is_taken_back(shop: Shop) -> None:
    file = next((shop.folder / "shop").glob("*.describe-stack-events.shop.json"))
    told = file.read_text(encoding="utf-8")

    assert shop.second.returncode == 1
    assert "UPDATE_ROLLBACK_COMPLETE" in told
    assert "The role with name shop-auditors cannot be found." in told


def test_hourly_has_a_rule_and_lets_nobody_in(shop: Shop) -> None:
    [target] = shop.answer("list-targets-by-rule", "hourly")["Targets"]
    policy = shop.answer("get-policy", "hourly")["Policy"]

    assert target["Arn"].endswith(":function:shop-hourly")
    assert '"Statement": []' in policy


# The causes.


@pytest.mark.parametrize(
    ("about", "symptom", "cause"),
    [
        ("orders", "error", "access_denied_identity"),
        ("invoices", "timeout", "timeout_"),
        ("checkout", "throttle", "reserved_concurrency_limit"),
        ("refunds", "not_triggered", "esm_disabled_or_failed"),
        ("hourly", "not_triggered", "trigger_permission_missing"),
        ("search", "error", "import_module_missing"),
        ("mailer", "error", "env_var_missing"),
    ],
)
def test_the_cause_is_named(shop: Shop, about: str, symptom: str, cause: str) -> None:
    incident = shop.incidents(about)[symptom]

    assert incident.verdict == "cause_found"
    assert incident.causes[0].startswith(cause)


def test_the_deployment_is_named(shop: Shop) -> None:
    [incident] = [i for i in shop.report.incidents if i.symptom == "deployment"]

    assert (incident.verdict, incident.causes[0]) == ("cause_found", "deployment_rollback")


def test_the_poison_message_is_named_beside_the_error_it_raises(shop: Shop) -> None:
    assert set(shop.incidents("shipping")["error"].causes) == {
        "app_code_error",
        "esm_poison_record",
    }
    assert "asynchronous/dead-letters" in shop.checks("shipping")


def test_the_filter_that_matches_nothing_is_found(shop: Shop) -> None:
    assert "queues/filter-never-matches" in shop.checks("loyalty")


def test_the_filter_is_named_as_a_cause(shop: Shop) -> None:
    assert shop.incidents("loyalty")["not_triggered"].causes[0] == "event_filter_mismatch"


def test_the_function_that_works_is_not_accused(shop: Shop) -> None:
    assert shop.incidents("prices") == {}
