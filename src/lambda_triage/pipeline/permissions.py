"""What a live collection needs to be allowed: the least-privilege policy, by what it is for."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeAlias

from lambda_triage.errors import UsageError
from lambda_triage.facts.aws_queries import GROUP, QUERIES
from lambda_triage.facts.aws_reads import ON_REQUEST, groups, reads
from lambda_triage.iam import resource_types

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from lambda_triage.facts.aws_reads import Read

Statement: TypeAlias = dict[str, str | list[str]]

MOST_CHARACTERS = 6_144  # of a managed policy, spaces not counted. IAM user guide, quotas, 2026
EVERYTHING = "*"
LOG_GROUP = "arn:*:logs:*:*:log-group:"
VARIABLE = re.compile(r"\$\{\w+\}")
TAIL = re.compile(r"(?:(?<=[:/])|^)(?:\*[:/])+\*$")  # `stack/*/*`: `*` matches separators, too
LOG_GROUP_NAME = re.compile(
    r"[\w./#-]{1,512}", re.ASCII
)  # Logs API reference, CreateLogGroup, 2026


def policy(
    *,
    without: Collection[str] = (),
    extra: Collection[str] = (),
    logs_of: Collection[str] = (),
) -> dict[str, str | list[Statement]]:
    """The policy that allows exactly the listed reads, as IAM takes it.

    without  groups of calls that are left out; what they would tell is then a gap
    extra    groups that are left out unless asked for
    logs_of  names of the only log groups whose events may be read; all where there are none

    Raises UsageError for a group that does not exist, or a name that no log group can have.
    """
    _check(without, extra, logs_of)
    chosen = [
        one
        for one in (*groups(), GROUP)
        if one not in without and (one in extra or one not in {*ON_REQUEST, GROUP})
    ]
    return {"Version": "2012-10-17", "Statement": list(_statements(chosen, logs_of))}


def _check(without: Collection[str], extra: Collection[str], logs_of: Collection[str]) -> None:
    known = (*groups(), GROUP)
    for group in (*without, *extra):
        if group not in known:
            raise UsageError(f"no group of calls is named {group!r}; there are {', '.join(known)}")
    for name in logs_of:
        if not LOG_GROUP_NAME.fullmatch(name):
            raise UsageError(
                f"{name!r} is no name of a log group; give one like /aws/lambda/orders"
            )


def _statements(chosen: list[str], logs_of: Collection[str]) -> Iterator[Statement]:
    """One for each group, and one for what the groups have over that cannot be narrowed.

    A group of which most cannot be narrowed has a second statement instead: a policy may not be
    long, and each statement costs some seventy characters.
    """
    over: list[str] = []
    for group in chosen:
        narrow, wide = _actions(group)
        sid = group.capitalize()
        if narrow:
            resources = _widest(one for found in narrow.values() for one in found)
            named = [one for arn in resources for one in _only(arn, logs_of)]
            yield _statement(sid, narrow, named)
        if len(wide) > len(narrow):
            yield _statement(f"{sid}Any" if narrow else sid, wide, [EVERYTHING])
        else:
            over.extend(wide)
    if over:
        yield _statement("AnyResource", over, [EVERYTHING])


def _actions(group: str) -> tuple[dict[str, list[str]], list[str]]:
    """Actions with the ARNs they are narrowed to, and those that cannot be narrowed."""
    narrow: dict[str, list[str]] = {}
    wide: list[str] = []
    every = (*reads().values(), *QUERIES)
    asked = ((read, action) for read in every for action in read.actions)
    for read, action in asked:
        if read.group != group:
            continue
        arns = _arns(read, action)
        if arns == [EVERYTHING]:
            wide.append(action)
        else:
            narrow.setdefault(action, []).extend(arns)
    return narrow, wide


def _arns(read: Read, action: str) -> list[str]:
    """What the policy names for an action: `*` only where IAM knows nothing narrower."""
    if any(":" in one or one == EVERYTHING for one in read.on):
        return list(read.on)
    kinds = resource_types(action) or ()
    chosen = [kind.arn for kind in kinds if not read.on or kind.name in read.on]
    return [_any_of(arn) for arn in chosen] or [EVERYTHING]


def _any_of(arn: str) -> str:
    """The pattern of all resources of a kind, in any partition, region and account."""
    *place, resource = VARIABLE.sub("*", arn).split(":", 5)
    return ":".join([*place, TAIL.sub("*", resource)])


def _widest(arns: Iterable[str]) -> list[str]:
    """Without those that another one covers."""
    found = sorted(set(arns))
    return [
        arn for arn in found if not any(other != arn and fnmatchcase(arn, other) for other in found)
    ]


def _only(arn: str, logs_of: Collection[str]) -> list[str]:
    """Log groups by name, with and without the part that stands for their streams."""
    if not logs_of or not arn.startswith(LOG_GROUP):
        return [arn]
    return [LOG_GROUP + name + end for name in sorted(logs_of) for end in ("", ":*")]


def _statement(sid: str, actions: Iterable[str], resources: list[str]) -> Statement:
    named = sorted(set(actions))
    return {
        "Sid": sid,
        "Effect": "Allow",
        "Action": named,
        "Resource": resources[0] if len(resources) == 1 else resources,
    }
