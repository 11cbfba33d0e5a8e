"""What a team accepted leaves the judgement with its reason; what is known is not called new."""

from __future__ import annotations

import pytest

from lambda_triage.errors import InputError
from lambda_triage.pipeline.diagnose import diagnose
from lambda_triage.pipeline.exceptions import baseline, read_baseline, read_exceptions
from tests.samples import missing_module

ACCEPT = """
[[exception]]
check = "{check}"
resource = "*"
reason = "known since the migration"
{more}
"""


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.txt"
    path.write_text(missing_module(), encoding="utf-8")
    return str(path)


def accepted(tmp_path, check: str, more: str = ""):
    path = tmp_path / "accepted.toml"
    path.write_text(ACCEPT.format(check=check, more=more), encoding="utf-8")
    return path


def test_an_accepted_finding_is_no_cause_and_is_told_with_its_reason(log, tmp_path):
    before = diagnose([log])
    check = next(f.check for f in before.findings if f.role == "signature")

    after = diagnose([log], exceptions=accepted(tmp_path, check))

    assert check not in {f.check for f in after.findings}
    assert {a.reason for a in after.accepted} == {"known since the migration"}


def test_an_expired_exception_takes_nothing_out_and_is_told(log, tmp_path):
    check = next(f.check for f in diagnose([log]).findings if f.role == "signature")

    after = diagnose([log], exceptions=accepted(tmp_path, check, "expires = 2001-01-01"))

    assert check in {f.check for f in after.findings}
    assert len(after.expired) == 1


def test_what_the_baseline_holds_is_not_new(log, tmp_path):
    before = diagnose([log])
    known = [(f.id, f.check, f.resource, f.summary) for f in before.findings]
    path = tmp_path / "baseline.json"
    path.write_bytes(baseline(known[:1]))

    after = diagnose([log], baseline=path)

    assert [f.new for f in after.findings] == [
        f.id not in read_baseline(path) for f in after.findings
    ]
    assert {f.new for f in before.findings} == {None}


@pytest.mark.parametrize(
    "text",
    [
        "exception = 1",
        "[[exception]]\ncheck = 'no/such-check'\nreason = 'x'",
        "[[exception]]\ncheck = 'errors/failed'",
        "[[exception]]\ncheck = 'errors/failed'\nreason = 'x'\nexpires = 'soon'",
        "[[exception]]\ncheck = 'errors/failed'\nreason = 'x'\nwhy = 'x'",
        "[[",
    ],
)
def test_a_file_that_is_wrong_is_one_clear_error(tmp_path, text):
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InputError, match=r"accepted\.toml"):
        read_exceptions(path)
