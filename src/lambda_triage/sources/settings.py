"""samconfig files: with which stack, region and parameters the template beside them is deployed.

Source: SAM CLI guide, "SAM CLI configuration file", 2026: a table of an environment, a command and
`parameters`, in TOML or YAML; what a command does not say is taken from `global`; the environment
is `default` unless another is asked for.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.errors import FormatError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOML = re.compile(rb"^[ \t]*\[[\w-]{1,100}\.\w{1,40}\.parameters\][ \t]*$", re.MULTILINE)
YAML = re.compile(
    rb"\n[ \t]+(?:deploy|global|build|sync|package):[ \t]*\n[ \t]+parameters:[ \t]*(?:\n|\Z)"
)
TEMPLATES = ("template.yaml", "template.yml", "template.json")  # as the SAM CLI looks for them
PAIR = re.compile(r"ParameterKey=(?P<key>[^,]+),ParameterValue=(?P<value>.*)", re.DOTALL)
DEFAULT = "default"


class Settings(Struct, frozen=True):
    """One environment of a project; None where the file does not say.

    template    path from the folder of the file, in POSIX form
    parameters  values of the template's parameters
    """

    environment: str
    stack: str | None = None
    region: str | None = None
    profile: str | None = None
    template: str | None = None
    parameters: dict[str, str] = {}

    def values(self) -> dict[str, str]:
        """The parameters, and the pseudo parameters that the settings tell."""
        told = {"AWS::StackName": self.stack, "AWS::Region": self.region}
        return self.parameters | {name: value for name, value in told.items() if value}


def is_settings(head: bytes) -> bool:
    """Whether content that begins so is a samconfig file."""
    return bool(TOML.search(head) or YAML.search(head))


def read_settings(text: str) -> dict[str, Settings]:
    """Every environment of a samconfig file. Raises FormatError where it cannot be parsed."""
    tree = _toml(text) if TOML.search(text.encode()) else _yaml(text)
    return {
        name: _settings(name, body)
        for name, body in tree.items()
        if isinstance(name, str) and isinstance(body, dict)
    }


def chosen(found: Mapping[str, Settings], environment: str | None = None) -> Settings | None:
    """The environment that was asked for, else `default`, else the only one.

    Raises FormatError when there is none of that name.
    """
    if environment is not None:
        if environment not in found:
            raise FormatError(f"no environment {environment}; it has {', '.join(sorted(found))}")
        return found[environment]
    return found.get(DEFAULT) or (next(iter(found.values())) if len(found) == 1 else None)


def template_of(settings: Settings, file: str, names: Sequence[str]) -> str | None:
    """Which of the inputs called *names* is the template that *file* has the settings of."""
    folder = posixpath.dirname(file)
    wanted = (settings.template,) if settings.template else TEMPLATES
    paths = (posixpath.normpath(posixpath.join(folder, name)) for name in wanted)
    known = {posixpath.normpath(name): name for name in names}
    return next((known[path] for path in paths if path in known), None)


def _toml(text: str) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"not TOML: {error}") from None


def _yaml(text: str) -> dict[str, Any]:
    from lambda_triage.sources.templates.load import load

    tree = load(text)
    return tree if isinstance(tree, dict) else {}


def _settings(name: str, body: dict[str, Any]) -> Settings:
    told = _table(body, "global") | _table(body, "deploy")
    template = told.get("template_file") or told.get("template")
    return Settings(
        environment=name,
        stack=_text(told.get("stack_name")),
        region=_text(told.get("region")),
        profile=_text(told.get("profile")),
        template=template.replace("\\", "/") if isinstance(template, str) else None,
        parameters=_parameters(told.get("parameter_overrides")),
    )


def _table(body: dict[str, Any], command: str) -> dict[str, Any]:
    table = body.get(command)
    parameters = table.get("parameters") if isinstance(table, dict) else None
    return parameters if isinstance(parameters, dict) else {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _parameters(told: object) -> dict[str, str]:
    """`Key=Value "Other=a b"`, `ParameterKey=K,ParameterValue=V`, a list of these, or a table."""
    if isinstance(told, dict):
        return {str(k): str(v) for k, v in told.items() if isinstance(v, str | int | float)}
    import shlex

    words: list[str] = []
    for text in told if isinstance(told, list) else [told]:
        if isinstance(text, str):
            try:
                words += shlex.split(text)
            except ValueError:  # a quote that is not closed
                words += text.split()
    found: dict[str, str] = {}
    for word in words:
        pair = PAIR.fullmatch(word)
        key, sign, value = (pair["key"], "=", pair["value"]) if pair else word.partition("=")
        if sign:
            found[key] = value.strip('"')
    return found
