"""Documents by their structure: what a value is, its name tells, or the name that stands beside."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.redaction.names import WORD, held, is_nothing, is_reference
from lambda_triage.evidence.redaction.settings import clean_setting
from lambda_triage.evidence.redaction.templates import clean_template

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.evidence.documents.document import Json
    from lambda_triage.evidence.redaction.redactor import Redactor

DEEPEST = 100  # levels; AWS's answers have some 20
LONGEST = 8 << 20  # characters of a JSON text inside a string
# Lambda and templates; the Serverless Framework; Terraform's blocks are lists.
ENVIRONMENT = re.compile(
    r"(?i)(?:^|\.)environment(?:\[\])?\.variables$|(?:^|\.)(?:provider|functions\.[^.]+)\.environment$"
)
CONTAINER = re.compile(r"(?i)(?:^|\.)environment(?:variables)?\[\]$")  # ECS, CodeBuild: name, value
SECRET = re.compile(rf"(?i:{WORD}|secretstring|secretbinary|plaintext)\d{{0,2}}$")
NAMES = ("ParameterKey", "OutputKey", "OptionName", "Name", "name", "Key", "key")
VALUES = ("ParameterValue", "ResolvedValue", "OutputValue", "Value", "value", "values", "Values")
SCHEMES = re.compile(r"(?i)((?:bearer|basic|token|apikey|bot|ssws|negotiate|digest) +)(\S.*)")
TEMPLATE = re.compile(r"(?i)templatebody$")
STYLES: tuple[tuple[tuple[str, str], int | None], ...] = (
    ((",", ":"), None), ((", ", ": "), None), ((",", ": "), 2), ((",", ": "), 4), ((",", ": "), 1),
)  # fmt: skip


def clean(redactor: Redactor, body: Json, path: str = "", depth: int = 0) -> Json:
    """*body* with tokens; everything else is as it was, names and their order too."""
    if depth > DEEPEST:
        return redactor.word("deep", "")
    if isinstance(body, str):
        return _string(redactor, body, path, depth)
    if isinstance(body, list):
        return [clean(redactor, item, f"{path}[]", depth + 1) for item in body]
    if isinstance(body, dict):
        return _object(redactor, body, path, depth)
    return _number(redactor, body, path)


def _object(redactor: Redactor, body: dict[str, Json], path: str, depth: int) -> Json:
    settings = ENVIRONMENT.search(path) is not None
    beside = _told_beside(body)
    found: dict[str, Json] = {}
    for name, value in body.items():
        at = f"{path}.{name}" if path else name
        key = redactor.text(name)
        if settings:
            found[key] = _setting(redactor, name, value, at, depth)
        elif beside and name in VALUES and CONTAINER.search(path):
            found[key] = _setting(redactor, beside, value, at, depth)
        elif kind := _secret_kind(body, name, beside):
            found[key] = _hidden(redactor, kind, value, at, depth)
        else:
            found[key] = clean(redactor, value, at, depth + 1)
    return found


def _setting(redactor: Redactor, name: str, value: Json, path: str, depth: int) -> Json:
    """A variable; one that is JSON keeps its form, and each of its members is a variable."""
    if isinstance(value, str):
        if value[:1] in ("{", "["):
            inner = _rewritten(value, lambda body: _setting(redactor, name, body, path, depth + 1))
            if inner is not None:
                return inner
        return clean_setting(redactor, name, value)
    if depth > DEEPEST:
        return redactor.word("deep", "")
    if isinstance(value, list):
        return [_setting(redactor, name, item, path, depth + 1) for item in value]
    if isinstance(value, dict) and not any(key == "Ref" or "::" in key for key in value):
        return {k: _setting(redactor, k, v, path, depth + 1) for k, v in value.items()}
    return clean(redactor, value, path, depth + 1)


def _told_beside(body: dict[str, Json]) -> str | None:
    """The name in an object of a name and its value."""
    if not any(value in body for value in VALUES):
        return None
    return next((told for name in NAMES if isinstance(told := body.get(name), str)), None)


def _secret_kind(body: dict[str, Json], name: str, beside: str | None) -> str | None:
    """What a member holds; None where it is no secret."""
    if name == "value" and "stageKeys" in body:  # a key of API Gateway
        return "secret"
    if beside is not None and name in VALUES:
        return held(beside) if SECRET.search(beside) else None
    if name == "Default" and str(body.get("NoEcho")).lower() == "true":
        return "secret"
    return held(name) if SECRET.search(name) else None


def _hidden(redactor: Redactor, kind: str, value: Json, path: str, depth: int) -> Json:
    """A secret member: strings and lists of strings go; objects have names of their own."""
    if isinstance(value, list):
        return [_hidden(redactor, kind, item, f"{path}[]", depth + 1) for item in value[:10_000]]
    if isinstance(value, int) and not isinstance(value, bool) and kind == "password":
        return redactor.word(kind, str(value))
    if not isinstance(value, str):
        return clean(redactor, value, path, depth + 1)
    if value[:1] in "{[" and (inner := _json(redactor, value, path, depth)) is not None:
        return inner
    scheme = SCHEMES.fullmatch(value) if kind == "authorization" else None
    if scheme:
        before = redactor.text(value)
        first, secret = scheme.groups()
        return before if before != value else first + redactor.word(kind, secret)
    text = value.strip()
    if is_nothing(text) or is_reference(text) or text.startswith(("AWS4-", "{{", "?:")):
        return redactor.text(value)
    told = redactor.text(value)  # what has a form of its own is told by it
    return told if told != value and _is_token(told) else redactor.word(kind, value)


def _is_token(text: str) -> bool:
    from lambda_triage.evidence.redaction.tokens import TOKEN

    return TOKEN.fullmatch(text) is not None


def _string(redactor: Redactor, text: str, path: str, depth: int) -> str:
    if TEMPLATE.search(path) and text.lstrip()[:1] not in ("{", "["):
        return clean_template(redactor, text)
    if text[:1] in ("{", "[") and text[-1:] in ("}", "]"):
        inner = _json(redactor, text, path, depth)
        if inner is not None:
            return inner
    return redactor.text(text)


def _json(redactor: Redactor, text: str, path: str, depth: int) -> str | None:
    """JSON in a string, redacted by its own structure."""
    return _rewritten(text, lambda body: clean(redactor, body, path, depth + 1))


def _rewritten(text: str, change: Callable[[Json], Json]) -> str | None:
    """JSON in a string, changed and written as it was; None where it cannot be written so."""
    if len(text) > LONGEST:
        return None
    try:
        body = json.loads(text)
        changed = change(body)
    except (ValueError, RecursionError):
        return None
    if changed == body:
        return text
    for separators, indent in STYLES:
        for plain in (False, True):
            if json.dumps(body, separators=separators, indent=indent, ensure_ascii=plain) == text:
                return json.dumps(changed, separators=separators, indent=indent, ensure_ascii=plain)
    return None


def _number(redactor: Redactor, body: Json, path: str) -> Json:
    """A card or telephone number that was written as a number."""
    if isinstance(body, bool) or not isinstance(body, int) or not 10**6 < body < 10**19:
        return body
    name = path.rpartition(".")[2]
    text = f'"{name}": {body}'
    found = [s for s in redactor.spans(text) if s.kind in {"card", "phone"}]
    return redactor.word(found[0].kind, str(body)) if found else body
