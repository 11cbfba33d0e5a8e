"""Resources: reports and bundles of this server, the page of every check, and the limits of AWS."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import anyio.to_thread
import mcp_types as types
import msgspec

from lambda_triage.errors import TriageError, UsageError
from lambda_triage.mcp.faults import fault
from lambda_triage.mcp.quoted import NOTE, quoted
from lambda_triage.mcp.sentences import told
from lambda_triage.mcp.words import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from lambda_triage.mcp.room import Room

SCHEME = "triage://"
PAGE = 100  # resources of one page of the list
LONGEST = 65_536  # characters of one resource
PLAIN, MARKDOWN, JSON = "text/plain", "text/markdown", "application/json"
TEMPLATES = (
    ("report", "triage://reports/{id}", "A report that diagnose kept", PLAIN),
    ("bundle", "triage://bundles/{id}", "What a collected bundle holds, and lacks", JSON),
    ("check", "triage://checks/{family}/{slug}", "What a check looks for, with its fix", MARKDOWN),
)


class Resources:
    """What may be read by its URI."""

    def __init__(self, room: Room, sensitive: Callable[[], bool]) -> None:
        self._room = room
        self._sensitive = sensitive

    async def listed(self, context: Any, params: Any) -> types.ListResourcesResult:  # noqa: ARG002
        """One page of all resources: newest reports first, check pages last."""
        cursor = getattr(params, "cursor", None) or "0"
        if not cursor.isdigit() or len(cursor) > 9:
            raise fault("invalid", "this cursor is unknown; list the resources again")
        every = await anyio.to_thread.run_sync(self._all)
        start = int(cursor)
        end = start + PAGE
        more = str(end) if end < len(every) else None
        return types.ListResourcesResult(resources=every[start:end], next_cursor=more)

    async def templates(self, context: Any, params: Any) -> types.ListResourceTemplatesResult:  # noqa: ARG002
        """The shapes of the URIs."""
        found = [
            types.ResourceTemplate(name=name, uri_template=uri, description=about, mime_type=mime)
            for name, uri, about, mime in TEMPLATES
        ]
        return types.ListResourceTemplatesResult(resource_templates=found)

    async def read(
        self,
        context: Any,  # noqa: ARG002  # the protocol's handlers take it
        params: types.ReadResourceRequestParams,
    ) -> types.ReadResourceResult:
        """One resource. Raises MCPError where there is none of this URI."""
        uri = str(params.uri)
        try:
            text, mime = await anyio.to_thread.run_sync(self._read, uri)
        except TriageError as error:
            raise fault(*told(error)) from None
        if len(text) > LONGEST:
            text = text[:LONGEST] + "\n(cut here)"
        content = types.TextResourceContents(uri=uri, text=text, mime_type=mime)
        return types.ReadResourceResult(contents=[content])

    def _all(self) -> list[types.Resource]:
        from lambda_triage.checks.index import indexed

        found = [
            _resource(f"reports/{id}", f"report {id}", PLAIN) for id in self._room.report_ids()
        ]
        found += [
            _resource(f"bundles/{id}", f"bundle {id}", JSON) for id in self._room.bundle_ids()
        ]
        found.append(_resource("limits", "limits of AWS Lambda and its neighbours", JSON))
        found += [
            _resource(f"checks/{c.id}", f"check {c.id}: {c.title}", MARKDOWN) for c in indexed()
        ]
        return found

    def _read(self, uri: str) -> tuple[str, str]:
        kind, _, name = uri.removeprefix(SCHEME).partition("/")
        if not uri.startswith(SCHEME):
            kind = ""
        match kind:
            case "reports":
                return self._report(name), PLAIN
            case "bundles":
                return _manifest(self._room.bundle(name) / "manifest.json"), JSON
            case "checks":
                return _page(name), MARKDOWN
            case "limits":
                from lambda_triage.facts.limits import limits

                return msgspec.json.format(msgspec.json.encode(limits()), indent=1).decode(), JSON
        raise UsageError(f"there is no resource {uri[:100]!r}; resources/list has those there are")

    def _report(self, id: str) -> str:
        from lambda_triage.mcp.told import items
        from lambda_triage.mcp.tools.diagnose import verdict

        report = self._room.report(id)
        shows = self._sensitive() or not self._room.is_live(id)
        told = {
            "note": NOTE,
            **msgspec.to_builtins(verdict(report, id)),
            "items": [msgspec.to_builtins(one) for one in items(report, shows=shows)],
        }
        return words(_lists(told))


def _lists(node: Any) -> Any:
    """Tuples as lists, as JSON would have them."""
    return msgspec.json.decode(msgspec.json.encode(node))


def _page(id: str) -> str:
    from lambda_triage.checks.catalog import CATALOG
    from lambda_triage.pipeline.explain import explain

    if id not in CATALOG:
        raise UsageError(f"there is no check {id[:60]!r}; list_checks has those there are")
    return explain(id)


def _manifest(file: Any) -> str:
    try:
        known = msgspec.json.decode(file.read_bytes())
    except (OSError, msgspec.DecodeError):
        raise UsageError("the bundle has no manifest yet; wait for collect_evidence") from None
    return msgspec.json.format(msgspec.json.encode(_marked(known)), indent=1).decode()


def _marked(node: Any) -> Any:
    """Every text as data: a manifest repeats what AWS said."""
    if isinstance(node, str):
        return quoted(node)
    if isinstance(node, dict):
        return {key: _marked(value) for key, value in node.items()}
    return [_marked(each) for each in node] if isinstance(node, list) else node


def _resource(path: str, name: str, mime: str) -> types.Resource:
    return types.Resource(uri=f"{SCHEME}{path}", name=name, mime_type=mime)
