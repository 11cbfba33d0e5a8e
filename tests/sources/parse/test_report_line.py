"""What the REPORT reader promises: every order, spacing and cut, in integers."""

from typing import Any

import pytest

from lambda_triage.sources.parse.report_line import (
    InitReport,
    ReportLine,
    RestoreReport,
    parse,
    parse_init_report,
    parse_restore_report,
)

ID = "8f507cfc-7bf5-4d1a-8a8e-111111111111"
WARM = ReportLine(ID, duration_us=2_900, billed_ms=3, memory_mb=128, max_memory_mb=36)
COLD = ReportLine(
    ID, duration_us=2_900, billed_ms=114, memory_mb=128, max_memory_mb=36, init_us=110_100
)
TEXT = "Duration: 2.90 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB"

WHOLE = [
    f"REPORT RequestId: {ID}\t{TEXT}\t\n",
    f"REPORT RequestId: {ID} {TEXT}".replace("\t", "    "),
    f"REPORT RequestId: {ID}\n{TEXT}\n".replace("\t", "\n"),
    f"REPORT RequestId: {ID}\r{TEXT}\r".replace("\t", "\r"),
    f"REPORT RequestId: {ID}\xa0{TEXT}".replace("\t", "\xa0"),
    f"REPORT RequestId: {ID}\\t{TEXT}\\n".replace("\t", "\\t"),
    f"REPORT - {ID}\t{TEXT}",
    f"  | 2024-01-02T03:04:05.678+02:00 | REPORT RequestId: {ID} {TEXT} |",
    f"END RequestId: {ID}\nREPORT RequestId: {ID}\t{TEXT}\t\nSTART RequestId: x Version: 1",
    f"{ID}\t{TEXT}",
]


@pytest.mark.parametrize("text", WHOLE)
def test_a_report_reads_the_same_in_every_copy(text: str) -> None:
    assert parse(text) == WARM


COLD_FORMS = [
    (
        f"REPORT RequestId: {ID}\tDuration: 2.90 ms\tBilled Duration: 114 ms\tMemory Size: 128 MB\t"
        "Max Memory Used: 36 MB\tInit Duration: 110.10 ms\t\n"
    ),
    (
        f"REPORT RequestId: {ID}\tInit Duration: 110.10 ms\tDuration: 2.90 ms\t"
        "Billed Duration: 114 ms\tMemory Size: 128 MB\tMax Memory Used: 36 MB\t"
    ),
]


@pytest.mark.parametrize("text", COLD_FORMS)
def test_the_emulators_order_does_not_matter(text: str) -> None:
    assert parse(text) == COLD


TAILS = [
    ("\t\nXRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31\tSampled: true\t\n", {}),
    ("\tXRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31\tSampled: true", {}),
    (
        (
            "\tStatus: error\tError Type: Runtime.OutOfMemory\n"
            "XRAY TraceId: 1-5d83c0ad-b8eb33a0b1de97d804fac890\tSegmentId: 31\tSampled: true"
        ),
        {"status": "error", "error_type": "Runtime.OutOfMemory"},
    ),
]


@pytest.mark.parametrize(("tail", "told"), TAILS)
def test_the_trace_is_read_on_its_own_line_or_the_same(tail: str, told: dict[str, Any]) -> None:
    report = parse(f"REPORT RequestId: {ID}\tDuration: 1.00 ms{tail}")

    assert report == ReportLine(
        ID, duration_us=1_000, trace_id="1-5d83c0ad-b8eb33a0b1de97d804fac890", **told
    )


def test_status_timeout_stands_without_an_error_type() -> None:
    assert parse(f"REPORT RequestId: {ID}\tInit Duration: 84.00 ms\tStatus: timeout") == ReportLine(
        ID, init_us=84_000, status="timeout"
    )


def test_a_restored_environment_tells_its_restore() -> None:
    report = parse(
        f"REPORT RequestId: {ID}\tDuration: 1.00 ms\tRestore Duration: 511.25 ms\t"
        "Billed Restore Duration: 512 ms"
    )

    assert report == ReportLine(ID, duration_us=1_000, restore_us=511_250, billed_restore_ms=512)


def test_a_managed_instance_reports_its_duration_only() -> None:
    assert parse(f"REPORT RequestId: {ID}\tDuration: 12.5 ms") == ReportLine(ID, duration_us=12_500)


BARE = [
    (
        "Memory Size: 1024 MB\tMax Memory Used: 433 MB",
        ReportLine(memory_mb=1024, max_memory_mb=433),
    ),
    (
        "10 ms\tBilled Duration: 3 ms\tMemory Size: 128 MB",
        ReportLine(billed_ms=3, memory_mb=128),
    ),
    ("REPORT Max Memory Used: 805 MB", ReportLine(max_memory_mb=805)),
    (f"REPORT RequestId: {ID}", ReportLine(ID)),
    ("REPORT RequestId: <redacted>\tDuration: 1.00 ms", ReportLine("<redacted>", 1_000)),
    ("REPORT RequestId: Duration: 1.00 ms", ReportLine(None, 1_000)),
]


@pytest.mark.parametrize(("text", "report"), BARE)
def test_a_cut_report_keeps_what_is_there(text: str, report: ReportLine) -> None:
    assert parse(text) == report


NOT_REPORTS = [
    "",
    "Duration: 12 ms",
    f"START RequestId: {ID} Version: $LATEST",
    "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout",
    f'{{"message":"REPORT RequestId: {ID}\\tDuration: 1.00 ms"}}',
    "query took Duration: 3 ms, Memory Size: 4 MB",
    "REPORT RequestId: is missing",
]


@pytest.mark.parametrize("text", NOT_REPORTS)
def test_other_lines_are_not_reports(text: str) -> None:
    assert parse(text) is None


ROUNDING = [
    ("0.01", 10),
    ("2.9", 2_900),
    ("2.9004", 2_900),
    ("2.9005", 2_901),
    ("900000", 9 * 10**8),
]


@pytest.mark.parametrize(("printed", "microseconds"), ROUNDING)
def test_durations_are_whole_microseconds(printed: str, microseconds: int) -> None:
    report = parse(f"REPORT RequestId: {ID}\tDuration: {printed} ms")

    assert report == ReportLine(ID, duration_us=microseconds)


INITS = [
    (
        "INIT_REPORT Init Duration: 9999.79 ms\tPhase: init\tStatus: timeout\n",
        InitReport(9_999_790, "init", "timeout"),
    ),
    (
        "INIT_REPORT Init Duration: 1.00 ms Phase: invoke Status: error Error Type: Extension.X",
        InitReport(1_000, "invoke", "error", "Extension.X"),
    ),
    ("INIT_REPORT Init Duration: 9908.09 ms", InitReport(9_908_090)),
    (WHOLE[0], None),
]


@pytest.mark.parametrize(("text", "report"), INITS)
def test_an_init_report_tells_its_phase_and_status(text: str, report: InitReport | None) -> None:
    assert parse_init_report(text) == report


RESTORES = [
    ("RESTORE_REPORT Restore Duration: 511.25 ms", RestoreReport(511_250)),
    (
        "RESTORE_REPORT Restore Duration: 1.00 ms Status: error Error Type: Runtime.ExitError",
        RestoreReport(1_000, "error", "Runtime.ExitError"),
    ),
    (WHOLE[0], None),
]


@pytest.mark.parametrize(("text", "report"), RESTORES)
def test_a_restore_report_tells_its_status(text: str, report: RestoreReport | None) -> None:
    assert parse_restore_report(text) == report
