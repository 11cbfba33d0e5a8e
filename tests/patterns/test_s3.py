"""Bucket notifications: event types, prefixes and suffixes, and the encoding between them."""

from __future__ import annotations

import pytest

from lambda_triage.errors import PatternError
from lambda_triage.patterns import match_notification


def made(event="s3:ObjectCreated:*", **rules):
    listed = [{"Name": name, "Value": value} for name, value in rules.items()]
    return {"Events": [event], "Filter": {"Key": {"FilterRules": listed}}}


@pytest.mark.parametrize(
    ("configuration", "key", "event", "clause"),
    [
        (made(), "a", "s3:ObjectCreated:Put", None),
        (made(), "a", "ObjectCreated:CompleteMultipartUpload", None),
        (made(), "a", "ObjectRemoved:Delete", "$.Events"),
        (made("s3:ObjectCreated:Put"), "a", "ObjectCreated:Copy", "$.Events"),
        (made(prefix="in/", suffix=".csv"), "in/a.csv", "ObjectCreated:Put", None),
        (made(prefix="in/"), "out/a", "ObjectCreated:Put", "$.Filter.Key.FilterRules[0]"),
        (
            made(prefix="in/", suffix=".csv"),
            "in/a.CSV",
            "ObjectCreated:Put",
            "$.Filter.Key.FilterRules[1]",
        ),
        (made(prefix="my+files/"), "my files/a", "ObjectCreated:Put", None),
        (made(prefix="caf%C3%A9/"), "café/a", "ObjectCreated:Put", None),
        ({"Events": ["s3:ObjectCreated:*"]}, "a", "ObjectCreated:Put", None),
        (
            {
                "Event": "s3:ObjectCreated:*",
                "Filter": {"S3Key": {"Rules": [{"Name": "suffix", "Value": ".csv"}]}},
            },
            "a.txt",
            "ObjectCreated:Put",
            "$.Filter.Key.FilterRules[0]",
        ),
    ],
)
def test_a_notification_is_sent_for_the_events_and_keys_it_names(configuration, key, event, clause):
    actual = match_notification(configuration, key, event)

    assert (actual.matched, actual.clause) == (clause is None, clause)


@pytest.mark.parametrize(
    ("rule", "key", "words"),
    [
        ("my+files/", "my+files/a", "write + as %2B"),
        ("*.csv", "a.csv", "not as a wildcard"),
        ("IN/", "in/a", "case matters"),
        ("é/", "%C3%A9/a", "decode the key"),
    ],
)
def test_the_usual_trap_is_told(rule, key, words):
    actual = match_notification(made(prefix=rule), key, "ObjectCreated:Put")

    assert (actual.matched, words in actual.reason) == (False, True), actual.reason


@pytest.mark.parametrize(
    "configuration",
    [
        None,
        {},
        {"Events": []},
        {"Events": ["ObjectCreated:Put"]},
        {"Events": ["s3:*:Put"]},
        {"Events": ["s3:*"]},
        {"Events": [1]},
        made(contains="x"),
        made(prefix=1),
        made(prefix="x" * 1025),
        made(prefix="x", Prefix="y"),
        {"Events": ["s3:ObjectCreated:*"], "Filter": []},
        {"Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": "x"}}},
        {"Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": ["x"]}}},
    ],
)
def test_a_configuration_that_s3_would_not_take_is_refused(configuration):
    with pytest.raises(PatternError):
        match_notification(configuration, "a", "ObjectCreated:Put")


def test_an_empty_folder_marker_is_told():
    actual = match_notification(made(), "in/", "ObjectCreated:Put", 0)

    assert actual.reason == "the event and the key fit, and it is a folder marker"
