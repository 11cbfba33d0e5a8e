"""A validation in SARIF, which code scanning of GitHub and GitLab, and editors, take.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0, with errata 01, 2023.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from lambda_triage.reports.validation import Level
from lambda_triage.reports.visible import visible

if TYPE_CHECKING:
    from lambda_triage.reports.validation import AcceptedProblem, Problem, Rule, Validation

    Json = dict[str, "Json"] | list["Json"] | str | int | bool | None

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
LONGEST = 16_384  # characters of one text


def render_sarif(validation: Validation) -> bytes:
    """One run; accepted problems are results with a suppression, as the format has it."""
    numbers = {rule.id: n for n, rule in enumerate(validation.rules)}
    results = [_result(p, numbers) for p in validation.problems]
    results += [_suppressed(a, numbers) for a in validation.accepted]
    driver: dict[str, Json] = {
        "name": "lambda-triage",
        "version": validation.tool_version,
        "rules": [_rule(rule) for rule in validation.rules],
    }
    notes: list[Json] = [
        {"level": "note", "message": {"text": _text(note)}} for note in validation.notes
    ]
    run: dict[str, Json] = {
        "tool": {"driver": driver},
        "invocations": [
            {"executionSuccessful": validation.whole, "toolExecutionNotifications": notes}
        ],
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log: Json = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2) + b"\n"


def _rule(rule: Rule) -> Json:
    told: dict[str, Json] = {"id": rule.id, "shortDescription": {"text": _text(rule.title)}}
    if rule.page:
        told["helpUri"] = rule.page
    if rule.text:
        told["help"] = {"text": _text(rule.text), "markdown": _text(rule.text)}
    return told


def _result(problem: Problem, numbers: dict[str, int]) -> Json:
    words = problem.message + (f"\n\nFix: {problem.fix}" if problem.fix else "")
    region: Json = {"startLine": problem.spot.line, "startColumn": problem.spot.column}
    artifact: Json = {"uri": uri(problem.file)}
    told: dict[str, Json] = {
        "ruleId": problem.rule,
        "level": LEVELS[problem.level],
        "message": {"text": _text(words)},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "partialFingerprints": {"problem/v1": _fingerprint(problem)},
    }
    if problem.rule in numbers:
        told["ruleIndex"] = numbers[problem.rule]
    return told


def _suppressed(accepted: AcceptedProblem, numbers: dict[str, int]) -> Json:
    told = _result(accepted.problem, numbers)
    assert isinstance(told, dict)
    told["suppressions"] = [{"kind": "external", "justification": _text(accepted.reason)}]
    return told


def _fingerprint(problem: Problem) -> str:
    """The same for the same problem on another line, so that an alert keeps its history."""
    parts = "\0".join((problem.file, problem.rule, problem.resource))
    return hashlib.blake2b(parts.encode("utf-8", "replace"), digest_size=8).hexdigest()


def uri(file: str) -> str:
    """A path as a URI reference: relative ones stay relative to where the command ran."""
    path = file.replace("\\", "/")
    if path[1:3] == ":/":
        path = f"/{path}"
    head = "file://" if path.startswith("/") else ""
    return head + quote(path.removeprefix("./").encode("utf-8", "surrogateescape"), safe="/")


def _text(text: str) -> str:
    return visible(text, LONGEST)
