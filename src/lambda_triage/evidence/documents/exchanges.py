"""One HTTP request and its answer, as a person recorded it: with curl, or in a browser."""

from __future__ import annotations

from typing import ClassVar

from msgspec import field

from lambda_triage.evidence.documents.document import Document
from lambda_triage.evidence.place import Place


class Exchange(Document, frozen=True, kw_only=True):
    """A request and its answer. Its resource is `?:` and the host; None is not recorded.

    url              without query, user and password; `//host/path` where the scheme is not told
    asked_method     method that a preflight asks for
    asked_headers    headers that a preflight asks for, as they are written
    mode             what the browser calls the request: `cors`, `navigate`, `no-cors`, …
    with_credentials True where a cookie went along
    headers          of the answer: lower-case name → its values; cookies and tokens are hidden
    line             line of the answer's status, in a transcript
    """

    KIND: ClassVar[str] = "exchanges"

    url: str | None = None
    method: str | None = None
    origin: str | None = None
    asked_method: str | None = None
    asked_headers: tuple[str, ...] = ()
    mode: str | None = None
    with_credentials: bool | None = None
    status: int | None = None
    headers: dict[str, tuple[str, ...]] = field(default_factory=dict)
    time_us: int | None = None
    line: int | None = None

    def place(self, name: str) -> Place:  # noqa: ARG002  # the answer stands in one place
        """Where the answer stands: a line of the transcript, or an entry of the recording."""
        return Place(self.input, line=self.line, path=None if self.line else self.path)
