"""What a tool has at hand while it works: the room, what it may show, and the evidence it reads."""

from __future__ import annotations

import io
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import UsageError
from lambda_triage.mcp.room import BUNDLE_ID
from lambda_triage.paths import final, is_folder, is_plain_file, is_there

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import BinaryIO

    from lambda_triage.mcp.inputs import Access as AskedAccess
    from lambda_triage.mcp.inputs import Evidence, Live
    from lambda_triage.mcp.room import Room
    from lambda_triage.pipeline.target import Access, Target
    from lambda_triage.reports.contract import Report

LARGEST = 4 << 30  # bytes of evidence in one call: about a quarter of an hour of reading
ENTRIES = 100_000  # files of one call
LIVE_MARK = "live"


class TooLargeError(UsageError):
    """More evidence than one call reads."""


class Gathered(Struct, frozen=True):
    """Evidence that is there: paths, `-` among them for the text of the call."""

    paths: tuple[str, ...]
    stdin: BinaryIO | None
    live: bool  # some of it comes from live log groups


class Work(Struct, frozen=True):
    """One call at work.

    sensitive  lines of live log groups may be shown
    progress   called with what is done, what there is, and the word for it
    """

    room: Room
    sensitive: bool
    write: bool
    progress: Callable[[int, int, str], None]

    def reading(self, done: int, total: int) -> None:
        """Progress in bytes read."""
        self.progress(done, total, "bytes read")

    def asking(self, done: int, total: int) -> None:
        """Progress in calls of AWS."""
        self.progress(done, total, "calls of AWS")

    def saying(self, line: str) -> None:
        """Progress in the words of a program that runs, marked by `quoted`."""
        self.progress(0, 0, line)

    def shows(self, *, live: bool) -> bool:
        """Whether lines of this evidence may be quoted."""
        return self.sensitive or not live

    def paths(self, given: Sequence[str]) -> tuple[str, ...]:
        """Paths as given, ids of bundles as their folders. Raises UsageError."""
        if any(path.strip() == "-" for path in given):
            raise UsageError("- is no path here; give the lines in `text`, or the path of a file")
        found = tuple(
            str(self.room.bundle(path)) if BUNDLE_ID.fullmatch(path) else path for path in given
        )
        for path in found:
            _readable(path)
        _fits(found)
        return found

    @contextmanager
    def gathered(self, asked: Evidence) -> Iterator[Gathered]:
        """The evidence that a call names; AWS is asked where it names a function or a stack."""
        paths = self.paths(asked.paths)
        live = any(self.room.holds(Path(path)) for path in paths)
        stdin = io.BytesIO(asked.text.encode("utf-8", "replace") + b"\n") if asked.text else None
        both = (*paths, *(("-",) if stdin else ()))
        if not (asked.functions or asked.stack or asked.project):
            if not both:
                raise UsageError("no evidence; give paths, text, functions or stack")
            yield Gathered(both, stdin, live)
            return
        from lambda_triage.pipeline.live import brought

        aim, who = aimed(asked)
        with brought(
            both,
            aim,
            who,
            None,
            environment=None,
            budget=asked.budget,
            progress=self.asking,
        ) as found:
            yield Gathered(found, stdin, live=True)

    def diagnosed(self, asked: Evidence) -> tuple[Report, str, bool]:
        """The report on the evidence, its id, and whether it quotes live log groups."""
        from lambda_triage.pipeline.diagnose import diagnose

        with self.gathered(asked) as evidence:
            report = diagnose(evidence.paths, stdin=evidence.stdin, progress=self.reading)
        return report, self.room.keep(report, live=evidence.live), evidence.live


class FlagError(UsageError):
    """What the server was not started for."""


class WriteError(FlagError):
    """A change that the server was not allowed to make."""


def refuse_change(work: Work, what: str) -> None:
    """Raises WriteError unless this may be changed."""
    if not work.write:
        raise WriteError(f"{what} needs --allow-write; start the server with it")


class SensitiveError(FlagError):
    """Lines of live log groups, which the server was not allowed to show."""


def refuse_live(work: Work) -> None:
    """Raises SensitiveError unless lines of live log groups may be shown."""
    if not work.sensitive:
        raise SensitiveError(
            "lines of live log groups need --allow-sensitive-data-access; start the server with"
            " it, or diagnose, which quotes none"
        )


def access(asked: AskedAccess) -> Access:
    """As whom, and where: the one way for all tools, and that of the command line."""
    from lambda_triage.pipeline.target import Access

    return Access(asked.profile, asked.region, asked.role_arn)


def aimed(asked: Live) -> tuple[Target, Access]:
    """What AWS is asked about, and as whom; a project folder completes both."""
    from lambda_triage.pipeline.live import located

    folder = Path(asked.project) if asked.project else None
    return located(_target(asked), access(asked), folder, asked.config_env)


def _target(asked: Live) -> Target:
    """Raises UsageError where arguments contradict each other."""
    from lambda_triage.pipeline.target import Target, window

    if asked.functions and asked.stack:
        raise UsageError("functions and stack contradict each other; give one")
    if asked.qualifier and len(asked.functions) != 1:
        raise UsageError("qualifier belongs to one function")
    start, end = window(asked.since, asked.window, datetime.now(UTC))
    return replace(
        Target(start, end), functions=tuple(asked.functions), stack=asked.stack,
        qualifier=asked.qualifier,
    )  # fmt: skip


def _readable(path: str) -> None:
    """Raises UsageError for what may never end: a pipe, a device."""
    named = Path(path)
    if "\0" in path:
        raise UsageError(f"{path[:60]!r} is no path")
    if is_there(final(named)) and not (is_folder(named) or is_plain_file(named)):
        raise UsageError(f"{path[:200]} is neither a file nor a folder; give the lines in `text`")


def _fits(paths: Sequence[str]) -> None:
    """Raises TooLargeError where there is more than one call can read in its time."""
    size = files = 0
    for path in paths:
        for file in _files(Path(path)):
            files += 1
            size += file
            if size > LARGEST or files > ENTRIES:
                told = f"over {LARGEST >> 30} GB" if size > LARGEST else f"over {ENTRIES:,} files"
                raise TooLargeError(
                    f"{path[:200]} is {told}, more than one call reads; give a part of it,"
                    " or run `lambda-triage diagnose` in a terminal"
                )


def _files(path: Path) -> Iterator[int]:
    """Sizes of the files under a path; what cannot be looked at is the pipeline's to say."""
    try:
        if path.is_file():
            yield path.stat().st_size
            return
        for each in path.rglob("*") if path.is_dir() else ():
            if each.is_file() and not each.is_symlink():
                yield each.stat().st_size
    except (OSError, ValueError):
        return
