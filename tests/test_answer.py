"""What the whole pipeline answers: the bundled incidents, the contract, and the guards around it."""

from __future__ import annotations

import jsonschema
import msgspec
import pytest

from lambda_triage.checks.catalog import checks
from lambda_triage.diagnosis.causes import HYPOTHESES, page
from lambda_triage.facts.causes import causes
from lambda_triage.pipeline.demo import incidents
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.reports import json
from lambda_triage.reports.schema import schema
from tests.samples import healthy, missing_module

CAUSE = {
    "checkout": "timeout_default_3s",
    "invoices": "access_denied_identity",
    "orders-import": "native_binary_arch_mismatch",
    "thumbnails": "memory_leak",
    "memory-leak": "memory_leak",
    "payment-timeouts": "db_pool_exhaustion",
}
DEMOS = pytest.mark.parametrize("incident", incidents(), ids=lambda incident: incident.name)


@DEMOS
def test_every_bundled_incident_is_solved(incident):
    report = diagnose([str(incident.folder)])

    assert (report.causes[0].cause if report.causes else None) == CAUSE.get(incident.name)
    assert report.verdict == ("cause_found" if incident.name in CAUSE else "healthy")


@DEMOS
def test_every_answer_keeps_the_published_contract(incident):
    answer = msgspec.json.decode(json.render(diagnose([str(incident.folder)])))

    jsonschema.Draft202012Validator(schema()).validate(answer)
    cited = {e for c in answer["causes"] for e in (*c["for"], *c["against"])}
    cited |= {e for f in answer["findings"] for e in f["evidence"]}
    assert cited <= set(answer["evidence"])
    assert {i for c in answer["causes"] for i in c["explains"]} <= {
        f["id"] for f in answer["findings"]
    }
    assert answer["errors"] == []


def test_the_second_scenario_rules_the_nat_gateway_out():
    report = diagnose([str(incidents("payment-timeouts")[0].folder)])

    nat = next(c for c in report.causes if c.cause == "nat_exhausted")
    assert nat.confidence < 0.01
    assert "ruled out" in nat.summary


def test_a_failure_without_a_known_cause_is_never_healthy(tmp_path):
    log = tmp_path / "log.txt"
    log.write_text(
        healthy().replace("Memory Size", "Status: error\tError Type: X\tMemory Size"),
        encoding="utf-8",
    )

    assert diagnose([str(log)]).verdict == "inconclusive"


def test_secrets_in_cited_lines_are_hidden_unless_asked_for(tmp_path):
    log = tmp_path / "log.txt"
    log.write_text(
        missing_module().replace("Traceback", "password=hunter2secret\nTraceback"), encoding="utf-8"
    )

    hidden, shown = (
        json.render(diagnose([str(log)])),
        json.render(diagnose([str(log)], show_secrets=True)),
    )

    assert (b"hunter2secret" in hidden, b"hunter2secret" in shown) == (False, True)


def test_the_order_of_the_inputs_does_not_matter(tmp_path):
    for number in (1, 3):
        (tmp_path / f"{number}.log").write_text(healthy(number), encoding="utf-8")
    (tmp_path / "2.log").write_text(missing_module(), encoding="utf-8")
    paths = [str(tmp_path / f"{n}.log") for n in (1, 2, 3)]

    assert json.render(diagnose(paths)) == json.render(diagnose(paths[::-1]))


@pytest.mark.parametrize("hypothesis", HYPOTHESES, ids=lambda h: h.slug)
def test_every_weighed_cause_has_its_name_and_page(hypothesis):
    headings = [line[3:] for line in page(hypothesis.slug).splitlines() if line.startswith("## ")]

    assert hypothesis.slug in causes()
    assert headings[:3] == ["What supports it", "What speaks against it", "What would settle it"]
    assert headings[3:] in ([], ["Examples"])


def test_at_least_forty_checks_and_every_runtime_family_is_served():
    assert len(checks()) >= 40
