"""Tools that deploy serverless applications: when to take which, and their commands."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files

import msgspec
from msgspec import Struct

from lambda_triage.guidance.figures import filled
from lambda_triage.guidance.matching import the_one


class Iac(Struct, frozen=True, forbid_unknown_fields=True):
    """One tool; commands have NAME where the stack's or stage's name stands.

    files  by which files it is known
    file   under which name the example stands
    """

    words: tuple[str, ...]
    suits: str
    less: str
    files: str
    needs: str
    start: str
    check: str
    build: str
    preview: str
    deploy: str
    logs: str
    remove: str
    pitfalls: tuple[str, ...]
    source: str
    as_of: str
    file: str
    example: str
    name: str = ""


@cache
def tools() -> dict[str, Iac]:
    """All tools, by name."""
    text = files("lambda_triage.guidance").joinpath("iac.toml").read_text(encoding="utf-8")
    found = {}
    for name, told in tomllib.loads(text).items():
        pitfalls = [filled(each) for each in told["pitfalls"]]
        found[name] = msgspec.convert({**told, "pitfalls": pitfalls, "name": name}, Iac)
    return found


def find(asked: str) -> Iac:
    """The tool that a text names. Raises UsageError, with the nearest one."""
    known = tools()
    return known[the_one("tool", asked, {name: tool.words for name, tool in known.items()})]
