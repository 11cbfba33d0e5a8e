"""The words of a condition are in every message that it lets pass."""

from __future__ import annotations

import pytest

from lambda_triage.insights.duckdb.prefilter import needed, of_regex
from lambda_triage.insights.plan import Where
from lambda_triage.insights.run import plan_of
from lambda_triage.insights.saved import text_of
from lambda_triage.insights.words import WORDS


def names(bits: int) -> set[str]:
    return {each.text.decode() for place, each in enumerate(WORDS) if bits >> place & 1}


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("error", {"error"}),
        ("ERROR", {"ERROR"}),
        ("xerror: y", {"error"}),
        ("error|panic", {"error", "panic"}),
        ("error|(fatal|panic)", {"error", "fatal", "panic"}),
        ("(?:error|fatal) of", {"error", "fatal"}),
        ("(?P<kind>error) of", {"error"}),
        ("error.*panic", {"panic"}),  # both must be there, the rarer one is looked for
        ("((error))", {"error"}),
        ("(error)+", {"error"}),
        ("(error){2}", {"error"}),
        ("error+", {"error"}),
        ("error{2}", {"error"}),
        ("xx?error", {"error"}),
        ("[a-z]error$", {"error"}),
        (r"^error\b", {"error"}),
        (r"\[error\]", {"error"}),
        (r"Status: (?:error|timeout)", {"error", "timeout"}),
        ("out of memory", {"out of memory"}),
        ("(?i)Error", {"error"}),
        ("(?i:eRRor)", {"error"}),
        ("a(?i)error|(?s)panic", {"error", "panic"}),
        ("Timed OUT", {"timed out"}),
        ("error(?s)", {"error"}),
        ("é error", {"error"}),
        ("error{", {"error"}),
        ("error{,2}", {"error"}),
    ],
)
def test_words_that_every_match_has_are_found(pattern: str, expected: set[str]) -> None:
    assert names(of_regex(pattern)) == expected


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "a|",
        "|error",
        "error||panic",
        "(error|)",
        "()",
        "(error)?",
        "(error)*",
        "(error){0}",
        "(error){0,3}",
        "(?:error)??",
        "error*",  # `erro` matches
        "error?",
        "e{0}rror",
        "[error]",
        "[^error]",
        "[]error]",
        r"\Qerror\E",
        r"error\Q\E*",
        "(error)(?s)*",  # the repeat is that of the group
        "error(?s)*",
        "(?:error|b)",
        "x(a|(error|b))",
        r"err\.or",
        "err.or",
        r"e\x72ror",
        r"erro\162",
        "err(?:or)",
        "e(rror)",
        "err or",
        "errоr",  # a Cyrillic o
        "(?i)killed",  # so does `KILLED` with the sign of Kelvin
        "(?i)exceeded|denied|status: ",
        "(?i)WARNs?|ERRO",
        "hello",
    ],
)
def test_nothing_is_known_of_a_regex_that_matches_without_words(pattern: str) -> None:
    assert names(of_regex(pattern)) == set()


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("@message like /error/", {"error"}),
        ('@message like "an error"', {"error"}),
        ("@message =~ /error/", {"error"}),
        ("strcontains(@message, 'error')", {"error"}),
        ("startsWith(@message, 'ERROR')", {"ERROR"}),
        ("@message like /error/ and @type = 'x'", {"error"}),
        ("@message like /error/ and @message like /panic/", {"panic"}),
        ("@message like /error/ or @message like /panic/", {"error", "panic"}),
        ("@message like /error/ or @type = 'x'", set()),
        ("@message not like /error/", set()),
        ("not (@message like /error/)", set()),
        ("not (@message not like /error/)", set()),
        ("(@message like /error/) = 1", set()),
        ("(@message like /error/) != 1", set()),
        ("@logStream like /error/", set()),
        ("concat(@message, @logStream) like /error/", set()),
        ("strcontains(@message, 'ERROR', 1)", set()),
        ("strcontains('error', @message)", set()),
        ("strcontains(@message, @logStream)", set()),
        ("@message = 'error'", set()),
        ("coalesce(@message like /error/, 1)", set()),
    ],
)
def test_only_what_must_hold_counts(condition: str, expected: set[str]) -> None:
    [where] = [each for each in plan_of(f"filter {condition}").stages if isinstance(each, Where)]

    bits = needed(where.condition, lambda ref: ref.column.id == "@message")

    assert names(bits) == expected


@pytest.mark.parametrize(
    "name", ["failures-over-time", "failures-counted", "failures-by-message", "exceptions-per-hour"]
)
def test_the_saved_queries_for_failures_look_for_words_that_are_kept(name: str) -> None:
    [where] = [each for each in plan_of(text_of(name)).stages if isinstance(each, Where)]

    assert needed(where.condition, lambda _: True)


def test_a_condition_that_is_nested_very_deeply_is_no_error() -> None:
    [where] = [
        each
        for each in plan_of("filter " + " or ".join(["@message like /error/"] * 400)).stages
        if isinstance(each, Where)
    ]

    assert needed(where.condition, lambda _: True) in (0, of_regex("error"))
