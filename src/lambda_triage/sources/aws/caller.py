"""One want → all pages of its answer, or why there is none; each attempt is told to a record."""

from __future__ import annotations

import threading
import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from lambda_triage.errors import ForbiddenCallError, TriageError
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.pages import join, pages
from lambda_triage.sources.aws.reads import READS
from lambda_triage.sources.aws.refused import access_error, denied, why

if TYPE_CHECKING:
    from collections.abc import Callable

    from botocore.client import BaseClient

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.session import Session
    from lambda_triage.sources.aws.turns import Turns
    from lambda_triage.sources.aws.want import Want

BODY_BYTES = 64 << 20  # of one want, as they came over the wire, decompressed
PAGES = 1000  # of one want
# What lists newest first, slowly or without end: the rest is older than any window.
FEWER_PAGES = {
    "cloudformation.DescribeStackEvents": 50,
    "cloudtrail.LookupEvents": 40,  # two calls per second and account, 50 events each
    "stepfunctions.ListExecutions": 20,
}
# Addresses that let whoever has them fetch the code for ten minutes: they are credentials.
SIGNED = {"lambda.GetFunction": "Code", "lambda.GetLayerVersion": "Content"}
MORE_PAGES = {"logs.FilterLogEvents": 10_000}  # most are empty where little matches


class Call(Struct, frozen=True):
    """One HTTP request, for calls.jsonl: what was asked and how it went, never what was said.

    page, attempt  count from 1
    status, error  of the answer; no status where none came, then the kind of failure is the error
    when           it began, RFC 3339
    """

    operation: str
    about: str
    page: int
    attempt: int
    status: int | None
    error: str | None
    duration_ms: float
    when: str


class Caller:
    """Asks through *session* and tells *record* of each attempt; any number of threads may ask."""

    def __init__(
        self,
        session: Session,
        record: Callable[[Call], None],
        *,
        most_pages: int = PAGES,
        most_bytes: int = BODY_BYTES,
        share: Callable[[Want], int | None] = lambda _want: None,
        splits: Callable[[Want], str] = lambda _want: "",
    ) -> None:
        """How much is taken.

        share   bytes of one want's answer, where it has less than the others
        splits  why nothing is kept of an answer with more than one page, which other wants bring
        """
        self._session = session
        self._record = record
        self._most_pages = most_pages
        self._most_bytes = most_bytes
        self._share = share
        self._splits = splits
        self._lock = threading.Lock()
        self._heard: dict[str, BaseClient] = {}
        self._now = _Now()

    @property
    def turns(self) -> Turns | None:
        """Turns that `ask` gives up while it waits."""
        return self._session.turns

    def ask(self, want: Want) -> Answer | Missing:
        """The answer, also a part of it; raises AccessError once no call can succeed any more."""
        body: dict[str, Json] = {}
        self._now.begin(want)
        try:
            return Answer(want, body, self._collect(want, body))
        except TriageError:
            raise
        except Exception as error:  # noqa: BLE001  # whatever botocore raises becomes one line
            if denied(error):
                raise access_error(error, self._session.profile, self._session.region) from None
            if type(error).__name__ == "PaginationError":
                return Answer(want, body, f"page {self._now.page - 1} leads to itself")
            reason, detail = why(error, want.operation)
        finally:
            self._now.want = None
        if body:
            return Answer(want, body, f"{reason} after {self._now.page - 1} pages: {detail}")
        if reason == "unreachable" and not self._session.offers(want.service):
            return Missing(want, "unsupported", f"{want.service} is not in {self._session.region}")
        return Missing(want, reason, detail)

    def _collect(self, want: Want, body: dict[str, Json]) -> str:
        """Fill *body* page by page; why it ends early, else an empty text."""
        now, most = self._now, self._pages_of(want.operation)
        most_bytes = min(self._most_bytes, self._share(want) or self._most_bytes)
        read = READS.get(want.operation)
        if read is None:
            raise ForbiddenCallError(want.operation)
        split = self._splits(want)
        for page in pages(self._client(want.service), read, want.parameters):
            if now.page > most:
                return f"more than {most} pages"
            if split and page.get("nextToken"):
                body.update({name: [] for name in (read.items or "").split("|")})
                return split
            _forget_address(want.operation, page)
            join(body, page, read.items)
            if now.bytes > most_bytes:
                return f"more than {most_bytes} bytes"
            now.page += 1
        return ""

    def _pages_of(self, operation: str) -> int:
        most = self._most_pages
        return MORE_PAGES.get(operation, min(most, FEWER_PAGES.get(operation, most)))

    def _client(self, service: str) -> BaseClient:
        found = self._heard.get(service)
        if found is not None:
            return found
        client = self._session.client(service)
        with self._lock:
            if service not in self._heard:
                client.meta.events.register("before-send", self._sent)
                client.meta.events.register_first("needs-retry", self._came)
                self._heard[service] = client
        return client

    def _sent(self, **_: object) -> None:
        self._now.began, self._now.when = time.perf_counter(), datetime.now(UTC)

    def _came(
        self,
        response: tuple[Any, dict[str, Any]] | None,
        attempts: int,
        caught_exception: Exception | None,
        **_: object,
    ) -> None:
        now = self._now
        if now.want is None:  # the session's own question
            return
        status, error = None, None
        if response is not None:
            status = response[0].status_code
            error = response[1].get("Error", {}).get("Code")
            now.bytes += len(response[0].content)
        elif caught_exception is not None:
            error = type(caught_exception).__name__
        taken = round((time.perf_counter() - now.began) * 1000, 3)
        when = now.when.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        call = Call(
            now.want.operation, now.want.about, now.page, attempts, status, error, taken, when
        )
        with self._lock:
            self._record(call)


class _Now(threading.local):
    """What the current thread is asking."""

    want: Want | None = None
    page = 1
    bytes = 0
    began = 0.0
    when = datetime.fromtimestamp(0, UTC)

    def begin(self, want: Want) -> None:
        self.want, self.page, self.bytes = want, 1, 0


def _forget_address(operation: str, page: dict[str, Any]) -> None:
    part = page.get(SIGNED.get(operation, ""))
    if isinstance(part, dict):
        part.pop("Location", None)
