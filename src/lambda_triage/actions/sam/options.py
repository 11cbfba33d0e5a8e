"""Rare flags of each command, in one object: which there are, and of what type.

Not among them, on purpose: what asks questions (guided), what never ends (tail), and save_params,
which rewrites samconfig.toml.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from lambda_triage.actions.sam import flags
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

Kind = Literal["switch", "both", "text", "number", "repeated", "pairs", "words", "variables"]


class Flag(Struct, frozen=True):
    """How an option becomes words.

    switch     true only: --flag
    both       true or false: --flag, --no-flag
    text       --flag=value, number likewise
    repeated   one text or a list: --flag=value for each
    pairs      an object or a text: --flag K=V K=V
    words      one name or a list: --flag A B
    variables  an object: --flag=K=V for each
    """

    kind: Kind
    flag: str = ""


SHARED = {
    "config_file": Flag("text"), "config_env": Flag("text"), "debug": Flag("switch"),
}  # fmt: skip
OPTIONS: dict[str, dict[str, Flag]] = {
    "init": {
        **SHARED,
        "package_type": Flag("text"),
        "base_image": Flag("text"),
        "extra_content": Flag("text", "--extra-context"),
        "tracing": Flag("both"),
        "application_insights": Flag("both"),
        "structured_logging": Flag("both"),
    },
    "build": {
        **SHARED,
        "base_dir": Flag("text"),
        "use_container": Flag("both"),
        "parallel": Flag("switch"),
        "cached": Flag("both"),
        "container_env_vars": Flag("variables", "--container-env-var"),
        "container_env_var_file": Flag("text"),
        "build_image": Flag("repeated"),
        "manifest": Flag("text"),
        "parameter_overrides": Flag("pairs"),
        "exclude": Flag("repeated"),
        "build_in_source": Flag("both"),
        "mount_with": Flag("text"),
        "skip_pull_image": Flag("switch"),
        "docker_network": Flag("text"),
    },
    "deploy": {
        **SHARED,
        "s3_prefix": Flag("text"),
        "parameter_overrides": Flag("pairs"),
        "metadata": Flag("pairs"),
        "tags": Flag("pairs"),
        "role_arn": Flag("text"),
        "image_repository": Flag("text"),
        "image_repositories": Flag("pairs"),
        "resolve_image_repos": Flag("switch"),
        "kms_key_id": Flag("text"),
        "notification_arns": Flag("words"),
        "signing_profiles": Flag("pairs"),
        "disable_rollback": Flag("both"),
        "on_failure": Flag("text"),
        "force_upload": Flag("switch"),
        "no_execute_changeset": Flag("switch"),
        "max_wait_duration": Flag("number"),
    },
    "logs": {
        "config_file": Flag("text"),
        "config_env": Flag("text"),
        "include_traces": Flag("switch"),
    },
    "remote invoke": {
        "config_file": Flag("text"),
        "config_env": Flag("text"),
        "parameter": Flag("variables"),
        "test_event_name": Flag("text"),
        "tenant_id": Flag("text"),
        "durable_execution_name": Flag("text"),
    },
}


def words(command: str, given: Mapping[str, object]) -> list[str]:
    """The options as words of the command. Raises UsageError for unknown ones, with the list."""
    known = OPTIONS[command]
    found: list[str] = []
    for name, value in given.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise UsageError(
                f"options: sam {command} has no {name[:40]!r} here; {hint}it takes"
                f" {', '.join(sorted(known))}"
            )
        if value is not None:
            found += _words(name, known[name], value)
    return found


def _words(name: str, known: Flag, value: object) -> list[str]:
    flag = known.flag or "--" + name.replace("_", "-")
    match known.kind, value:
        case "switch" | "both", bool():
            off = ["--no-" + flag[2:]] if known.kind == "both" else []
            return [flag] if value else off
        case "text", str():
            return [flags.text(flag, value)]
        case "number", int() if not isinstance(value, bool):
            return [f"{flag}={value}"]
        case "pairs", str() | dict():
            found = flags.pairs(name, value)
            return [flag, *found] if found else []
        case "variables", dict():
            return [f"{flag}={each}" for each in _variables(name, value)]
        case "repeated" | "words", str() | list():
            each = [value] if isinstance(value, str) else [str(one) for one in value]
            return _list(name, known, flag, each)
    raise UsageError(f"options: {name} takes {TYPES[known.kind]}")


TYPES: dict[Kind, str] = {
    "switch": "true or false", "both": "true or false", "text": "a text", "number": "a number",
    "repeated": "a text or a list of texts", "words": "a name or a list of names",
    "pairs": "an object, or a text of Key=Value words", "variables": "an object",
}  # fmt: skip


def _variables(name: str, value: Mapping[str, object]) -> list[str]:
    """`K=V` as SAM takes environment variables and parameters: without quotation marks."""
    keys = [word.partition("=")[0] for word in flags.pairs(name, dict.fromkeys(value, "x"))]
    return [f"{key}={flags.plain(name, str(value[key]))}" for key in keys]


def _list(name: str, known: Flag, flag: str, each: list[str]) -> list[str]:
    if known.kind == "repeated":
        return [flags.text(flag, one) for one in each]
    for one in each:
        if not flags.KEY.fullmatch(one):
            raise UsageError(f"options: {name}: {one[:60]!r} is no name or ARN")
    return [flag, *each] if each else []
