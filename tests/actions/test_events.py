"""The table of stack events is read whatever its width, and its first own failure is found."""

from __future__ import annotations

from lambda_triage.actions.sam.events import STACK, Event, events, first_failed
from tests.actions.outputs import outcome

CREATED = [
    ("CREATE_IN_PROGRESS", "two"), ("CREATE_IN_PROGRESS", "Audit"), ("CREATE_FAILED", "Audit"),
    ("ROLLBACK_IN_PROGRESS", "two"), ("ROLLBACK_COMPLETE", "two"),
]  # fmt: skip


def test_cells_broken_into_pieces_are_joined():
    rows = events(outcome("deploy-create").lines)

    assert [(row.status, row.id) for row in rows] == CREATED
    assert rows[0].type == STACK
    assert rows[2].reason == "The role with name nobody-has-this-role cannot be found."


def test_a_wide_table_says_the_same():
    narrow, wide = (events(outcome(name).lines) for name in ("deploy-create", "deploy-wide"))

    assert [(r.status, r.type, r.reason) for r in narrow] == [
        (r.status, r.type, r.reason) for r in wide
    ]


def test_a_status_broken_into_pieces_is_one_row():
    rows = events(outcome("deploy-update").lines)

    assert "UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS" in [row.status for row in rows]


def test_what_was_cancelled_for_another_and_the_rollback_are_no_cause():
    rows = (
        Event("CREATE_IN_PROGRESS", STACK, "shop", ""),
        Event("CREATE_FAILED", "AWS::SQS::Queue", "Early", "Resource creation cancelled"),
        Event("CREATE_FAILED", "AWS::Lambda::Function", "Orders", "Code too large"),
        Event("UPDATE_FAILED", "AWS::SNS::Topic", "Late", "Resource update cancelled"),
        Event("CREATE_FAILED", "AWS::S3::Bucket", "Files", "Already exists"),
        Event("ROLLBACK_FAILED", STACK, "shop", "The following resource(s) failed to delete"),
    )

    assert [row.id for row in first_failed(rows, "shop")] == ["Orders", "Files"]


def test_a_nested_stack_that_failed_is_a_resource():
    rows = (Event("CREATE_FAILED", STACK, "Nested", "Embedded stack was not created"),)

    assert [row.id for row in first_failed(rows, "shop")] == ["Nested"]


def test_the_table_of_changes_is_not_taken_for_events():
    assert events(outcome("deploy-unchanged").lines) == ()
