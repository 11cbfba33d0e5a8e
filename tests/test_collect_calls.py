"""Evidence that is missing is named with the command that brings it, as AWS's own model has it."""

from __future__ import annotations

import importlib
import pkgutil
import re
import shlex
from functools import cache
from typing import TYPE_CHECKING

import botocore.session
import pytest
from botocore import xform_name

from lambda_triage.checks.catalog import checks
from lambda_triage.diagnosis import causes
from lambda_triage.diagnosis.hypothesis import Hypothesis
from lambda_triage.evidence.documents import KINDS, Limits
from lambda_triage.evidence.tables import TABLES
from lambda_triage.facts.collect_calls import collect_calls
from lambda_triage.pipeline.wants import WITHIN
from lambda_triage.sources.bundle import gaps
from lambda_triage.sources.documents.operations import BY_NAME
from lambda_triage.sources.documents.read import file_resource

if TYPE_CHECKING:
    from botocore.model import OperationModel

SERVICES = {"s3api": "s3"}  # what the CLI calls another name than botocore
OF_THE_CLI = {"query", "output", "region"}
COMMAND = re.compile(
    r"\baws (?P<service>[a-z0-9-]+) (?P<operation>[a-z0-9-]+)(?P<rest>(?:<[^>]*>|[^>(|])*)"
)
CALLS = [c for c in collect_calls().values() if c.startswith("aws ")]
# Tables that are made of more than one operation's answers, and what brings the most of them.
MADE = {
    "signals": "logs.FilterLogEvents",
    "runtimes": "logs.FilterLogEvents",
    "usage": "logs.FilterLogEvents",
    "flows": "logs.FilterLogEvents",
    "requests": "logs.FilterLogEvents",
    "trials": "stepfunctions.DescribeExecution",
    "templates": "cloudformation.GetTemplate",
    "packages": "lambda.GetFunction",
}


@cache
def model(service: str, operation: str) -> OperationModel | None:
    found = botocore.session.get_session().get_service_model(SERVICES.get(service, service))
    names = {xform_name(name, "-"): name for name in found.operation_names}
    return found.operation_model(names[operation]) if operation in names else None


def needed() -> set[str]:
    """All that checks read and causes ask for."""
    found = {table for one in checks() for table in one.reads}
    for module in pkgutil.iter_modules(causes.__path__):
        told = vars(importlib.import_module(f"{causes.__name__}.{module.name}")).values()
        found |= {name for h in told if isinstance(h, Hypothesis) for name, _ in h.needs}
    return found


def test_all_that_checks_and_causes_want_has_a_command() -> None:
    tables = {table.name for table in TABLES} | {kind.KIND for kind in KINDS} | WITHIN.keys()

    assert (needed() | tables) - collect_calls().keys() == set()


@pytest.mark.parametrize("call", CALLS)
def test_a_command_is_one_of_the_cli_with_all_that_it_needs(call: str) -> None:
    service, operation, rest = COMMAND.match(call).groups()  # type: ignore[union-attr]
    found = model(service, operation)
    assert found is not None
    shape = found.input_shape
    known = {xform_name(name, "-"): name for name in shape.members} if shape else {}
    given = {w[2:] for w in shlex.split(re.sub(r"<[^>]*>", "x", rest)) if w.startswith("--")}
    given = {re.sub(r"^no-", "", name) for name in given}

    assert given - known.keys() - OF_THE_CLI == set()
    assert {xform_name(n, "-") for n in (shape.required_members if shape else [])} - given == set()


@pytest.mark.parametrize(("table", "call"), list(collect_calls().items()))
def test_the_answer_of_a_command_becomes_what_is_wanted(table: str, call: str) -> None:
    told = [m["service"] + " " + m["operation"] for m in COMMAND.finditer(call)]
    found = [one for s in told if (one := model(*s.split()))]
    names = {f"{one.service_model.service_name}.{one.name}" for one in found}
    brings = {t for name in names for t in gaps.TABLES.get(name, ())}
    brings |= {k.KIND for name in names if (o := BY_NAME.get(name)) and (k := o.kind)}

    assert len(found) == len(told)
    assert not names or MADE.get(table) in names or brings & {table, *WITHIN.get(table, ())}


@pytest.mark.parametrize("call", CALLS)
def test_a_file_is_named_so_that_its_resource_is_known(call: str) -> None:
    service, operation, _ = COMMAND.match(call).groups()  # type: ignore[union-attr]
    found = model(service, operation)
    assert found is not None
    read = BY_NAME.get(f"{found.service_model.service_name}.{found.name}")
    file = call.partition(" > ")[2].partition(" (")[0].replace("{name}", "orders")
    needs = read is not None and read.kind not in (None, Limits) and not read.key

    assert not needs or file_resource(re.sub(r"<[^>]*>", "orders", file)) == "?:orders"
