"""Remedies as they are applied: settings, statements and commands, ready to copy."""

from __future__ import annotations

import pytest

from lambda_triage.reports.contract import Remedy
from lambda_triage.reports.fixes import fix

Value = str | int | float | bool | list[str]

ARN = "arn:aws:s3:::thumbs/*"
GRANT: dict[str, Value] = {
    "effect": "Allow",
    "actions": ["s3:PutObject"],
    "resource": ARN,
    "principal": "images",
}
STATEMENT = '{"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::thumbs/*"}'
NAMED = STATEMENT.replace('"Action"', '"Principal": {"AWS": "images"}, "Action"')


@pytest.mark.parametrize(
    ("remedy", "settings"),
    [
        (Remedy("set_property", "s", {"property": "Timeout", "value": 30}), ("Timeout = 30",)),
        (Remedy("environment", "s", {"name": "TABLE", "value": "t"}), ("TABLE = t",)),
        (Remedy("environment", "s", {"name": "TABLE"}), ("TABLE = …",)),
        (Remedy("iam_statement", "s", {"policy": "identity", **GRANT}), (STATEMENT,)),
        (Remedy("iam_statement", "s", {"policy": "resource", **GRANT}), (NAMED,)),
        (Remedy("package", "s", {"action": "add", "subject": "requests"}), ()),
        (Remedy("code", "s", {"file": "app.py", "line": 12}), ("app.py:12",)),
        (Remedy("set_property", "s", {"MemorySize": 512}), ("MemorySize = 512",)),
        (Remedy("set_property", "s", {"SnapStart": True}), ("SnapStart = true",)),
        (Remedy("manual", "s", {}, "only its owner may"), ()),
    ],
)
def test_data_reads_as_it_is_applied(remedy: Remedy, settings: tuple[str, ...]) -> None:
    assert fix(remedy).settings == settings


def test_a_command_is_quoted_for_the_shell() -> None:
    remedy = Remedy("command", "s", {"argv": ["aws", "x", "two words", "$(reboot)"]})

    assert fix(remedy).commands == ("aws x 'two words' '$(reboot)'",)


def test_an_escape_in_a_remedy_is_spelt_out() -> None:
    remedy = Remedy("set_property", "\x1b[2J", {"property": "Timeout\x1b", "value": "\u202e3"})

    told = fix(remedy)

    assert (told.summary, told.settings) == ("\\x1b[2J.", ("Timeout\\x1b = \\u202e3",))
