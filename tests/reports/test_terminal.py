"""The terminal report: the cause first, inside the width, and with no escape of the log's own."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from lambda_triage.reports import terminal
from lambda_triage.reports.contract import Cause, Evidence
from lambda_triage.reports.layout import clip, command, wrap

from . import samples

EVERY = pytest.mark.parametrize("make", samples.ALL.values(), ids=samples.ALL.keys())
WIDTHS = pytest.mark.parametrize("width", [20, 40, 80, 200])
STYLE = re.compile(r"\x1b\[[0-9;]*m")
# What may run over, alone on its line: an ARN or address, or one word of a continued command.
WHOLE = re.compile(r"""\s*(?:\d+\. )?["(]?(?:arn:|https?://|s3://)\S+( \\)?""")
WORD = re.compile(r"""\s*(?:"[^"]*"|'[^']*'|\S)+( \\)?""")


def _may_run_over(before: str, line: str) -> bool:
    continued = line.endswith(" \\") or before.endswith(" \\")
    return bool(WHOLE.fullmatch(line) or (continued and WORD.fullmatch(line)))


def _render(
    make: samples.Make, width: int = 80, *, color: bool = False, details: bool = False
) -> str:
    return terminal.render(make(), width=width, color=color, details=details)


@EVERY
@WIDTHS
@pytest.mark.parametrize("details", [False, True])
def test_no_line_is_wider_than_the_terminal_but_one_that_cannot_break(
    make: samples.Make, width: int, details: bool
) -> None:
    lines = _render(make, width, details=details).splitlines()

    too_wide = [
        line
        for before, line in pairwise(["", *lines])
        if cell_len(line) > width and not _may_run_over(before, line)
    ]

    assert too_wide == []


@EVERY
@WIDTHS
def test_colour_changes_no_character(make: samples.Make, width: int) -> None:
    plain = _render(make, width, details=True)

    assert STYLE.sub("", _render(make, width, color=True, details=True)) == plain


@EVERY
def test_without_colour_no_control_character_is_printed(make: samples.Make) -> None:
    text = _render(make, details=True)

    assert [
        c for c in text if c != "\n" and (c < " " or "\x7f" <= c < "\xa0" or c == "\u202e")
    ] == []


@EVERY
def test_with_colour_every_escape_only_styles(make: samples.Make) -> None:
    assert "\x1b" not in STYLE.sub("", _render(make, color=True, details=True))


def test_the_first_line_names_the_best_cause_and_how_sure_it_is() -> None:
    first = _render(samples.cause_found, 200).splitlines()[0]

    assert first == (
        "1. orders-export is stopped at 3 s while its work takes about 9.2 s at the slow end"
        " — very likely, 93 %"
    )


def test_a_healthy_system_is_told_so_first() -> None:
    first = _render(samples.healthy).splitlines()[0]

    assert first == "Healthy: all 1,204 invocations ended well, and nothing points at a problem"


def test_without_a_cause_the_candidates_are_told_first() -> None:
    first = _render(samples.inconclusive, 200).splitlines()[0]

    assert first == (
        "Cannot tell yet: the best candidates are “The role may not write the thumbnails” "
        "(possible, 48 %) and “A called service answers slowly” (weak, 22 %)"
    )


def test_proof_stands_before_the_fix_and_the_fix_before_what_speaks_against_it() -> None:
    text = _render(samples.cause_found)
    headings = [
        "\nProof",
        "\nFix",
        "\nWhat speaks against it",
        "\nAlso found",
        "\nMissing",
        "\nRead ",
    ]

    places = [text.index(heading) for heading in headings]

    assert places == sorted(places)


def test_a_proof_line_tells_file_line_time_and_text() -> None:
    lines = _render(samples.cause_found, 200).splitlines()

    found = next(line for line in lines if "orders-export.log:1220" in line)

    assert re.split(r"\s{2,}", found.strip(), maxsplit=2) == [
        "orders-export.log:1220",
        "02:15:00.000",
        f"{samples.REQUEST} Task timed out after 3.00 seconds",
    ]


def test_a_setting_reads_as_name_and_value() -> None:
    assert "      Timeout = 30\n" in _render(samples.cause_found)


def test_five_gaps_are_shown_each_with_its_command() -> None:
    text = _render(samples.inconclusive)

    assert (text.count("aws logs filter-log-events"), "and 2 more: --details" in text) == (5, True)


def test_one_line_of_statistics_ends_the_report() -> None:
    last = _render(samples.cause_found, 1000).rpartition("\n\n")[2].split("\n")

    assert " ".join(last).strip() == (
        "Read 2 files (1.8 MB) · 14,210 events · 3,204 invocations (2,780 ok, 412 timed out, 12 "
        "ended in an error) · 4,591 lines match no rule · 13 lines fit nothing · 2026-11-03 00:00–05:00 UTC (times without a "
        "zone read as UTC)"
    )


def test_details_hold_every_incident_finding_and_unknown() -> None:
    text = _render(samples.cause_found, 200, details=True)
    wanted = ["timeouts/some-fast", "network/no-route", "timeout in 412 invocations", "application"]

    assert [part for part in wanted if part not in text] == []


def test_evidence_that_stands_nowhere_is_told_as_a_sentence() -> None:
    computed = Evidence("computed from the log", "nothing was logged for 3 s")
    report = samples.with_evidence({"e1": computed})

    assert "\n  nothing was logged for 3 s.\n" in terminal.render(report, width=80, color=False)


def test_a_folder_that_all_evidence_shares_is_not_repeated() -> None:
    cited = {name: Evidence(f"/var/exports/{name}.log", "x", line=7) for name in ("e1", "e2")}

    text = terminal.render(samples.with_evidence(cited), width=80, color=False)

    assert ("e1.log:7" in text, "/var/exports" in text) == (True, False)


def test_a_citation_that_the_report_does_not_hold_breaks_nothing() -> None:
    text = terminal.render(samples.with_evidence({}), width=80, color=False)

    assert "\nProof" not in text


def test_markup_in_a_title_is_only_text() -> None:
    cause = samples.replaced(samples.DEFAULT_TIMEOUT, summary="[bold red]x[/] [link=http://e]y")
    assert isinstance(cause, Cause)

    text = terminal.render(samples.with_causes((cause,)), width=200, color=True)

    assert "[bold red]x[/] [link=http://e]y" in text


@pytest.mark.parametrize("width", [20, 40, 80])
def test_a_command_pasted_from_its_lines_is_the_command(width: int) -> None:
    import shlex

    given = ["aws", "logs", "tail", "/aws/lambda/x", "--filter-pattern", '"two  blanks" it\'s']

    pasted = "\n".join(command(shlex.join(given), width)).replace("\\\n", "")

    assert shlex.split(pasted) == given


@given(text=st.text(max_size=400), width=st.integers(20, 130))
@settings(max_examples=60, deadline=None)
def test_no_log_line_whatever_it_holds_leaves_its_width(text: str, width: int) -> None:
    report = samples.with_evidence({"e1": Evidence(text, text, line=1, time=samples.at(0))})

    lines = terminal.render(report, width=width, color=False).split("\n")

    proof = lines[lines.index("Proof, 2026-11-03 UTC") : lines.index("Fix")] if width > 24 else []
    assert [line for line in proof if cell_len(line) > width] == []
    assert [c for line in lines for c in line if c < " "] == []


def test_prose_breaks_at_blanks_and_keeps_arns_whole() -> None:
    lines = wrap(f"see {samples.EXPORT} and {'x' * 25}", 20)

    assert lines == ["see", samples.EXPORT, "and", "x" * 20, "x" * 5]


def test_a_log_line_is_cut_to_its_lines() -> None:
    assert clip("one two three four five six", 9, 2) == ["one two", "three fo…"]
