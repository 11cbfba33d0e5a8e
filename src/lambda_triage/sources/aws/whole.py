"""An answer that ended early, or that is not what AWS speaks, is no answer.

botocore does not compare what came with the length that was announced, and takes JSON that it
cannot parse for an answer without members: a connection that is closed in the middle, or the page
of a proxy, would read as "there is no such thing". Such an answer becomes an error of the server,
which is asked again.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.model import OperationModel

CODE = "BrokenAnswer"
STATUS = 502  # what a gateway says that could not pass on an answer


def attach(client: BaseClient) -> None:
    """Have every answer to *client* looked at before it is parsed."""
    client.meta.events.register("before-parse", _look)
    client.meta.events.register_first("needs-retry", _say)


def _look(
    operation_model: OperationModel,
    response_dict: dict[str, Any],
    customized_response_dict: dict[str, Any],
    **_: object,
) -> None:
    if operation_model.has_streaming_output or operation_model.has_event_stream_output:
        return
    if _is_whole(operation_model, response_dict):
        return
    response_dict["status_code"], response_dict["body"] = STATUS, b""
    customized_response_dict["Error"] = {"Code": CODE, "Message": ""}


def _say(response: tuple[Any, dict[str, Any]] | None, **_: object) -> None:
    """botocore raises an error by the status of the answer as it came."""
    if response is not None and response[1].get("Error", {}).get("Code") == CODE:
        response[0].status_code = STATUS


def _is_whole(model: OperationModel, response: dict[str, Any]) -> bool:
    body: bytes = response["body"]
    told = response["headers"].get("content-length", "")
    if told.isdecimal() and len(body) < int(told):
        return False
    shape = model.output_shape
    if not body or response["status_code"] >= 300 or shape is None:
        return True
    protocol = model.service_model.resolved_protocol
    if protocol not in ("json", "rest-json") or "payload" in shape.serialization:
        return True
    return _is_object(body)


def _is_object(body: bytes) -> bool:
    try:
        msgspec.json.decode(body, type=dict[str, msgspec.Raw])
    except (msgspec.MsgspecError, UnicodeDecodeError):
        try:  # Python's reader takes a little more, such as NaN
            return isinstance(json.loads(body), dict)
        except (ValueError, RecursionError):
            return False
    return True
