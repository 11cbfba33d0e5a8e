"""Keeps what AWS answers in a folder, each answer whole or not at all, so that a run can resume.

An answer that is there is not asked again. Of what is missing, `denied`, `absent` and
`unsupported` are AWS's own words, and stand; `throttled`, `unreachable` and `budget` are the run's
misfortune, and are asked again by the next run. Who was given a permission since starts anew.

A folder is taken when it is new, empty, or a bundle of the same target; nothing that is not the
store's own is ever replaced or removed in it.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from lambda_triage.errors import InputError, UsageError
from lambda_triage.paths import PART, whole
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.bundle.journal import Journal
from lambda_triage.sources.bundle.lock import Lock
from lambda_triage.sources.bundle.manifest import Target, begun, decode, encode, ended
from lambda_triage.sources.bundle.place import (
    CALL,
    CALLS,
    DOCUMENTS,
    JOURNAL,
    LOCK,
    LOG_FOLDER,
    MANIFEST,
    SCHEMA,
    place,
)
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from msgspec import Struct

    from lambda_triage.evidence.documents import Json
    from lambda_triage.sources.aws.scope import Scope
    from lambda_triage.sources.aws.want import Want
    from lambda_triage.sources.bundle.manifest import Manifest

LASTING = ("denied", "absent", "unsupported")  # reasons that the next run does not ask again


class Store:
    """One bundle that is being written; safe for use by several threads.

    redact  takes secrets out of a JSON value; what it gives is all that reaches the disk
    """

    def __init__(
        self, folder: str | Path, redact: Callable[[Json], Json], *, redacted: bool = True
    ) -> None:
        self.folder = Path(folder)
        self._redact = redact
        self._redacted = redacted
        self._manifest: Manifest | None = None
        self._answers: dict[str, Want] = {}
        self._missing: dict[str, Missing] = {}
        self._mutex = threading.Lock()
        self._lock = Lock(self.folder / LOCK)
        self._journal = Journal(self.folder / JOURNAL)

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let another collector in. What was kept stays."""
        self._journal.close()
        self._lock.release()

    def begin(self, scope: Scope) -> Scope:
        """Take the folder for a collection; the scope to use, which is the first run's.

        A run that resumes has the window of the run that it resumes, or it would ask for
        everything again. Raises UsageError for a folder in use or with other content, InputError
        where nothing can be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock.take()
            found = self._found(scope)
            for left in self.folder.rglob(f"{PART}*"):  # of a run that was killed
                left.unlink()
            self._journal.open()
            self._manifest = msgspec.structs.replace(
                found or begun(scope, redacted=self._redacted), complete=False
            )
            self._write(MANIFEST, encode(self._manifest))
        except OSError as error:
            self.close()
            raise InputError(f"cannot write to {self.folder}: {error.strerror or error}") from None
        except BaseException:
            self.close()
            raise
        return _resumed(scope, found) if found else scope

    def keep(self, found: Answer | Missing, leads: Iterable[Want] = ()) -> None:
        """Write an answer, or why there is none, at once.

        leads  what the answer leads to, read before it was redacted: a resumed run, which sees
               only redacted answers, follows the same
        """
        file = place(found.want)
        with self._mutex:
            if isinstance(found, Missing):
                clean = msgspec.structs.replace(found, detail=str(self._redact(found.detail)))
                self._journal.missing(file, clean.why, clean.detail)
                self._missing[file] = clean
                return
            safe = [w for w in leads if self._redact(w.parameters) == w.parameters]
            self._journal.answer(file, safe, found.cut)
        self._write(file, _text(file, self._redact(found.body)))
        with self._mutex:
            self._answers[file] = found.want
            self._missing.pop(file, None)

    def known(self, want: Want) -> Answer | Missing | None:
        """What an earlier run, or this one, kept of a want; None when it is to be asked."""
        file = place(want)
        with self._mutex:
            told = self._missing.get(file)
        if told is not None:
            return told
        body = self._read(file)
        if body is not None:
            with self._mutex:
                self._answers[file] = want
            return Answer(want, body, self._journal.cut(file))
        return self._earlier(want, file)

    def leads(self, want: Want) -> tuple[Want, ...]:
        """What the kept answer of a want led to, when it was new."""
        return self._journal.led(place(want))

    def called(self, call: Struct) -> None:
        """Append one request to `calls.jsonl`: whole lines, in the order in which they end."""
        told = msgspec.json.encode({"kind": CALL, **msgspec.structs.asdict(call)})
        with self._mutex, (self.folder / CALLS).open("ab", buffering=0) as file:
            file.write(told + b"\n")

    def finish(self, wants: Iterable[Want] | None = None) -> Manifest:
        """Write the manifest of what was kept or known in this run.

        wants  those that belong to the collection, where others were asked ahead: their answers
               are removed. What the budget did not suffice for is missing in any case.
        """
        if self._manifest is None:
            raise UsageError("the bundle was not begun; call begin first")
        own = None if wants is None else {place(want) for want in wants}
        with self._mutex:
            answers = {f: w for f, w in self._answers.items() if own is None or f in own}
            missing = {
                f: m
                for f, m in self._missing.items()
                if f not in answers and (own is None or f in own or m.why == "budget")
            }
        cuts = {f: self._journal.cut(f) for f in answers}
        whole = ended(self._manifest, answers.values(), missing.values(), cuts, self._redact)
        for file in self._journal.files():
            if file not in answers:
                self._remove(file)
        self._write(MANIFEST, encode(whole))
        self._manifest = whole
        return whole

    def _remove(self, file: str) -> None:
        """Take away an answer that was kept once and belongs to the bundle no more."""
        if file.startswith((f"{DOCUMENTS}/", f"{LOG_FOLDER}/")) and ".." not in file:
            (self.folder / file).unlink(missing_ok=True)

    def _found(self, scope: Scope) -> Manifest | None:
        """The manifest of the bundle that the folder holds; None for a folder with nothing."""
        path = self.folder / MANIFEST
        if not path.exists():
            if any(not p.name.startswith(".") for p in self.folder.iterdir()):
                raise UsageError(
                    f"{self.folder} holds other files; give a new or an empty folder with --output"
                )
            return None
        found = decode(path.read_bytes())
        target = Target(scope.functions, scope.stack, scope.qualifier)
        where = (scope.account, scope.region)
        if found is None or found.schema != SCHEMA:
            raise UsageError(f"{path} is not of a bundle of this version; give another --output")
        if (found.target, found.account, found.region) != (target, *where):
            raise UsageError(
                f"{self.folder} is a bundle of another target, account or region;"
                " give another --output"
            )
        if found.redacted != self._redacted:
            raise UsageError(f"{self.folder} was collected with another choice of redaction")
        return found

    def _earlier(self, want: Want, file: str) -> Missing | None:
        noted = self._journal.noted(file)
        if noted is None or noted.why not in LASTING:
            return None
        told = Missing(want, noted.why, noted.detail)
        with self._mutex:
            self._missing[file] = told
        return told

    def _read(self, file: str) -> dict[str, Json] | None:
        try:
            body = json.loads((self.folder / file).read_bytes())
        except (OSError, ValueError, RecursionError):
            return None  # not there, or broken by something else than this store: asked again
        return body if isinstance(body, dict) else None

    def _write(self, file: str, data: bytes) -> None:
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        with whole(path) as out:
            out.write(data)


def _text(file: str, body: Json) -> bytes:
    """JSON, the same for the same value: an indented document, or one log event a line."""
    events = body.get("events") if isinstance(body, dict) else None
    if file.startswith(f"{LOG_FOLDER}/") and isinstance(body, dict) and isinstance(events, list):
        beside = {k: v for k, v in body.items() if k != "events"}
        lines = ",\n".join(_json(event) for event in events)
        members = "".join(f",\n{_json(k)}:{_json(v)}" for k, v in sorted(beside.items()))
        text = f'{{"events":[\n{lines}\n]{members}}}\n'
    else:
        text = _json(body, 1) + "\n"
    return text.encode("utf-8", "backslashreplace")  # half a surrogate pair stays its escape


def _json(value: Json, indent: int | None = None) -> str:
    separators = (",", ": ") if indent else (",", ":")
    return json.dumps(
        value, indent=indent, sort_keys=True, ensure_ascii=False, separators=separators
    )


def _resumed(scope: Scope, found: Manifest) -> Scope:
    start, end = micros(found.window.start), micros(found.window.end)
    if start is None or end is None:
        return scope
    return msgspec.structs.replace(scope, start_ms=start // 1000, end_ms=end // 1000)
