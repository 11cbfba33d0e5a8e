"""Whether an answer, as it came over the wire, has the shape that botocore's model gives it.

botocore leaves out what it does not know and does not miss what is not there: only the bytes tell.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from botocore import xform_name
from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from botocore.model import Shape

    from lambda_triage.sources.aws.want import Want
    from tests.live.account import Account

WORDS = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool, "blob": str}
NUMBERS = ("integer", "long", "double", "float", "timestamp")


def compared(account: Account, want: Want) -> tuple[str, tuple[str, ...]]:
    """`answers` or AWS's code of a refusal, and every place where the answer is not like the model."""
    client = account.client(want.service)
    raw: list[bytes] = []
    name = f"before-parse.{client.meta.service_model.service_id.hyphenize()}.{want.action}"

    def keep(response_dict: dict[str, object], **_: object) -> None:
        raw.append(bytes(response_dict["body"]))

    client.meta.events.register(name, keep)
    try:
        getattr(client, xform_name(want.action))(**want.parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], ()
    finally:
        client.meta.events.unregister(name, keep)
    model = client.meta.service_model.operation_model(want.action)
    if model.output_shape is None:
        return "answers", ()
    if raw[0][:1] == b"{":
        told = _json(json.loads(raw[0]), model.output_shape, "")
    elif raw[0][:1] == b"<":
        told = _xml(raw[0], model.output_shape)
    else:
        told = iter(("neither JSON nor XML",))
    return "answers", tuple(sorted(set(told)))


def _json(value: object, shape: Shape, path: str) -> Iterator[str]:
    kind = shape.type_name
    if value is None:
        yield f"{path}: null"
    elif kind in NUMBERS:
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            yield f"{path}: {type(value).__name__}, not {kind}"
    elif not isinstance(value, WORDS[kind]):
        yield f"{path}: {type(value).__name__}, not {kind}"
    elif kind == "structure":
        yield from _members(value, shape, path)
    elif kind == "list":
        for one in value:
            yield from _json(one, shape.member, f"{path}[]")
    elif kind == "map":
        for one in value.values():
            yield from _json(one, shape.value, f"{path}{{}}")


def _members(value: dict[str, object], shape: Shape, path: str) -> Iterator[str]:
    known = {m.serialization.get("name", name): (name, m) for name, m in shape.members.items()}
    for name in shape.required_members:
        if name not in {known[key][0] for key in value if key in known}:
            yield f"{path}.{name}: missing"
    for name, inner in value.items():
        if name not in known:
            yield f"{path}.{name}: not in the model"
        else:
            yield from _json(inner, known[name][1], f"{path}.{name}")


def _xml(raw: bytes, shape: Shape) -> Iterator[str]:
    """Names only: an element that no shape of the answer knows."""
    names = {
        "ResponseMetadata",
        "RequestId",
        "requestId",
        "member",
        "entry",
        "key",
        "value",
        "item",
    }
    waiting, seen = [shape], set()
    while waiting:
        one = waiting.pop()
        if one.name in seen and one.type_name == "structure":
            continue
        seen.add(one.name)
        inner = {"list": "member", "map": "value"}.get(one.type_name)
        if one.type_name == "structure":
            waiting.extend(one.members.values())
            names |= {m.serialization.get("name", n) for n, m in one.members.items()}
        elif inner:
            waiting.append(getattr(one, inner))
            names.add(getattr(one, inner).serialization.get("name", "member"))
    for element in list(ET.fromstring(raw).iter())[1:]:
        tag = element.tag.rpartition("}")[2]
        if tag not in names and not tag.endswith("Result"):
            yield f"<{tag}>: not in the model"
