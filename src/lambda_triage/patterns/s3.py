"""Bucket notifications: which events, of which keys, S3 sends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING
from urllib.parse import unquote_plus

from lambda_triage.errors import PatternError
from lambda_triage.patterns.values import show
from lambda_triage.patterns.verdict import failed, passed

if TYPE_CHECKING:
    from lambda_triage.patterns.values import Json
    from lambda_triage.patterns.verdict import Match

NAMES = ("prefix", "suffix")
RULES = "$.Filter.Key.FilterRules"  # where they stand, however the configuration names it
CHARACTERS = 1024  # longest value of a rule (S3 API reference, data type FilterRule, 2026)


def match_notification(
    configuration: Json, key: str, event_name: str, size: int | None = None
) -> Match:
    """Whether one configuration of a bucket's notifications sends the event.

    configuration  {"Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": [
                   {"Name": "prefix", "Value": "in/"}]}}}, also with CloudFormation's names
    key            the key as it is stored; in an event it is URL-encoded, so decode that first
    event_name     with `s3:` as in a configuration, or without it as in a record
    size           bytes of the object, where known; no rule looks at it
    Raises PatternError where S3 would not take the configuration.
    """
    if not isinstance(configuration, Mapping):
        raise PatternError("$", "it must be an object with Events and Filter")
    events, rules = _events(configuration), _rules(configuration)
    if not any(_sends(event, event_name) for event in events):
        reason = f"$.Events has {show(events)}, and the event is {event_name[:CHARACTERS]}"
        return failed("$.Events", events, event_name, reason)
    for at, name, value in rules:
        if not _fits(name, unquote_plus(value), key):
            return failed(f"{RULES}[{at}]", value, key, _reason(name, value, key))
    marker = size == 0 and key.endswith("/")
    return passed("the event and the key fit" + (", and it is a folder marker" if marker else ""))


def _events(configuration: Mapping[str, Json]) -> list[str]:
    found = configuration.get("Events", configuration.get("Event"))
    names = found if isinstance(found, list | tuple) else [found]
    texts = [name for name in names if isinstance(name, str)]
    if not texts or len(texts) < len(names):
        raise PatternError("$.Events", "it must be an array of event types like s3:ObjectCreated:*")
    for at, name in enumerate(texts):
        if not name.startswith("s3:") or "*" in name.removesuffix(":*") or name == "s3:*":
            what = f"{show(name)} is no event type; write one like s3:ObjectCreated:*"
            raise PatternError(f"$.Events[{at}]", what)
    return texts


def _sends(event: str, name: str) -> bool:
    """Whether the configured type is the event's, or ends with `*` for all of its family."""
    mine, other = event.removeprefix("s3:"), name.removeprefix("s3:")
    return other.startswith(mine[:-1]) if mine.endswith(":*") else mine == other


def _rules(configuration: Mapping[str, Json]) -> list[tuple[int, str, str]]:
    """Place, name and value of the rules: one prefix and one suffix at most."""
    rules = _below(_below(configuration, "Filter"), "Key", "S3Key")
    listed = rules.get("FilterRules", rules.get("Rules")) or []
    if not isinstance(listed, list | tuple):
        raise PatternError(RULES, "it must be an array of rules")
    found: list[tuple[int, str, str]] = []
    for at, rule in enumerate(listed):
        told = rule if isinstance(rule, Mapping) else {}
        name, value = told.get("Name"), told.get("Value")
        if not isinstance(name, str) or name.lower() not in NAMES or not isinstance(value, str):
            raise PatternError(
                f"{RULES}[{at}]", "it must have the Name prefix or suffix and a Value"
            )
        if len(value) > CHARACTERS or name.lower() in [known for _, known, _ in found]:
            what = f"one {name.lower()} of {CHARACTERS} characters at most"
            raise PatternError(f"{RULES}[{at}]", f"a filter takes {what}")
        found.append((at, name.lower(), value))
    return found


def _below(value: Mapping[str, Json], *names: str) -> Mapping[str, Json]:
    inner = next((value[name] for name in names if value.get(name) is not None), {})
    if not isinstance(inner, Mapping):
        raise PatternError("$.Filter", f"{names[0]} must be an object")
    return inner


def _fits(name: str, value: str, key: str) -> bool:
    return key.startswith(value) if name == "prefix" else key.endswith(value)


def _reason(name: str, value: str, key: str) -> str:
    """The rule against the key, and the usual trap where it is one."""
    decoded = unquote_plus(value)
    reason = f"the key {show(key)} has not the {name} {show(decoded)}"
    if _fits(name, decoded, unquote_plus(key)):
        how = "decode the key, which events carry encoded, or write + as %2B in the rule"
        return f"{reason}, but has it once URL-decoded: {how}"
    if "*" in decoded:
        return f"{reason}; S3 takes * as that character, not as a wildcard"
    if _fits(name, decoded.lower(), key.lower()):
        return f"{reason}; case matters"
    return reason
