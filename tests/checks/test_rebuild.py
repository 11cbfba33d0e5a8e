"""Compiled modules by name, and the command that fetches them for the function's platform."""

from __future__ import annotations

import pytest

from lambda_triage.checks.rebuild import rebuild
from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.facts.compiled_modules import always_compiled, distribution
from lambda_triage.findings import Command


@pytest.mark.parametrize(
    ("module", "package", "always"),
    [
        ("pydantic_core._pydantic_core", "pydantic-core", True),
        ("psycopg2._psycopg", "psycopg2-binary", True),
        ("_cffi_backend", "cffi", True),
        ("ujson", "ujson", False),
        ("requests", None, False),
        ("requests.adapters", None, False),
        ("nokogiri/3.3/nokogiri", "nokogiri", True),
    ],
)
def test_compiled_modules_are_known_by_table_or_by_convention(module, package, always):
    actual = (distribution(module), always_compiled(module))

    assert actual == (package, always)


def test_without_the_architecture_there_is_no_command():
    actual = [type(r).__name__ for r in rebuild("lxml", None)]

    assert actual == ["FixPackage"]


def test_the_command_installs_for_the_function_and_not_for_the_build_host():
    function = FunctionConfiguration(
        "?:orders", complete=True, runtime="python3.12", architecture="arm64"
    )

    actual = rebuild("lxml", function)[1]

    assert isinstance(actual, Command)
    assert actual.argv == (
        *("pip", "install", "--platform", "manylinux2014_aarch64", "--python-version", "3.12"),
        *("--only-binary=:all:", "--target", "package", "lxml"),
    )
