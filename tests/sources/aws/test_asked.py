"""The list of reads is what a collection asks: nothing is allowed that is never asked or read."""

from __future__ import annotations

from lambda_triage.facts.aws_reads import ON_REQUEST
from lambda_triage.sources.aws.follow import follow
from lambda_triage.sources.aws.probe import SMALL
from lambda_triage.sources.aws.reads import READS
from lambda_triage.sources.aws.start import start
from lambda_triage.sources.documents.operations import BY_NAME
from tests.sources.aws import test_follow_own_model as own
from tests.sources.aws.shaped import filled
from tests.sources.aws.shapes import bodies
from tests.sources.aws.test_follow_shapes import OPERATIONS, SCOPES, wanted

SESSION = {"sts.GetCallerIdentity"}  # asked before there is anything to follow
# What is asked for the sake of whether it is there, which the answer or its absence tells.
EXISTENCE = {"ssm.DescribeParameters"}


def asked() -> set[str]:
    """Operations of all wants that answers of every shape lead to."""
    wants = [w for op in OPERATIONS for b in bodies(op) for s in SCOPES for w in wanted(op, b, s)]
    wants += [w for operation in own.FOLLOWED for w in own.led_to(operation, filled(operation))]
    wants += [w for scope in SCOPES for w in start(scope)]
    return {want.operation for want in wants} | SMALL.keys() | SESSION


def test_every_operation_of_the_list_is_asked_and_no_other() -> None:
    on_request = {name for name, read in READS.items() if read.group in ON_REQUEST}

    assert asked() == READS.keys() - on_request


def test_only_answers_of_listed_operations_are_followed() -> None:
    assert follow().keys() - READS.keys() == set()


def test_every_answer_is_read_or_leads_on() -> None:
    used = BY_NAME.keys() | follow().keys() | SESSION | EXISTENCE

    assert READS.keys() - used == set()
