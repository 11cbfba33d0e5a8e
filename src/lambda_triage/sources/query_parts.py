"""Inputs → the events of all of them in columns, by one process or several, in bounded memory."""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.insights.columnar import PART_BITS, Part, computing, numbered
from lambda_triage.scan.block import Block
from lambda_triage.scan.every_event import every_event
from lambda_triage.sources.files.read import Form, Skipped, read_range
from lambda_triage.sources.scanning import AHEAD, PARALLEL_BYTES, Task, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor
    from pathlib import Path

    from nanoarrow.c_array import CArray

    from lambda_triage.insights.columnar import Database
    from lambda_triage.scan.block import Stream
    from lambda_triage.sources.files.input import Input

UNKNOWN_ACCOUNT = "000000000000"
JOB_BYTES = 32 << 20  # of small inputs that are read together; large ones have ranges of that size
PART_BYTES = 64 << 20  # of events that are held until they are written
MOST_PARTS = 1 << PART_BITS
NO_EVENTS = frozenset((Form.template, Form.settings, Form.binary, Form.empty, Form.marker))


class Told(Struct, frozen=True):
    """What is known of an input's log beside its events."""

    account: str = UNKNOWN_ACCOUNT
    group: str | None = None


class Job(Struct, frozen=True):
    """Ranges that one process reads, and the log that each belongs to."""

    number: int
    tasks: tuple[Task, ...]
    told: tuple[Told, ...]


class Made(Struct, frozen=True):
    """What became of a job.

    lines   of its range; the next range of the same input counts on from there
    nameless  inputs in which some event has no log group
    """

    parts: tuple[Part, ...]
    lines: int
    bytes: int
    notes: tuple[Skipped, ...]
    nameless: tuple[int, ...]


class Writing(Struct, frozen=True):
    """Where parts go, and the SELECT that makes their columns: too dear to be built for each."""

    folder: str
    select: str


class Stored(Struct):
    """All parts, in order."""

    parts: list[Part]
    notes: list[Skipped]
    nameless: set[int]
    bytes: int = 0

    @property
    def rows(self) -> int:
        """How many events."""
        return sum(part.rows for part in self.parts)


def jobs(parts: Sequence[tuple[Input, int, Form]], told: Mapping[int, Told]) -> list[Job]:
    """All ranges, small inputs together."""
    found: list[Job] = []
    held: list[Task] = []
    size = 0

    def close() -> None:
        nonlocal size
        if held:
            known = tuple(told.get(task.index, Told()) for task in held)
            found.append(Job(len(found), tuple(held), known))
            held.clear()
            size = 0

    wanted = [p for p in parts if p[2] not in NO_EVENTS and not p[0].path.is_dir()]
    todo = tasks(wanted)
    for number, task in enumerate(todo):
        own = task.range.end is not None or (number > 0 and todo[number - 1].index == task.index)
        if own or size >= JOB_BYTES:
            close()
        held.append(task)
        size += task.input.size or 0
        if own:
            close()
    close()
    return found


def store(
    todo: Sequence[Job],
    folder: Path,
    processes: int,
    progress: Callable[[int, int], None] | None = None,
) -> Stored:
    """Every job's events as Parquet parts in *folder*."""
    total = _size(todo)
    found = Stored([], [], set())
    before: dict[int, int] = {}
    writing = Writing(str(folder), computing())
    many = processes > 1 and total > PARALLEL_BYTES
    made_all = _parallel(todo, writing, processes) if many else _serial(todo, writing)
    for job, made in made_all:
        index = job.tasks[0].index
        lines = before.get(index, 0)
        found.parts += [Part(p.job, p.path, p.rows, lines) for p in made.parts]
        found.notes += made.notes
        found.nameless.update(made.nameless)
        found.bytes += made.bytes
        if len(job.tasks) == 1:
            before[index] = lines + made.lines
        if progress is not None:
            progress(min(found.bytes, total), total)
    return found


def _size(todo: Sequence[Job]) -> int:
    inputs = {task.input for job in todo for task in job.tasks}
    return sum(input.size or 0 for input in inputs)


def _serial(todo: Sequence[Job], writing: Writing) -> Iterator[tuple[Job, Made]]:
    for job in todo:
        yield job, write_job(job, writing)


def _parallel(todo: Sequence[Job], writing: Writing, processes: int) -> Iterator[tuple[Job, Made]]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(processes, get_context("spawn"), initializer=_prepare)
    with pool:
        try:
            yield from _in_order(pool, todo, writing, processes)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer


def _in_order(
    pool: ProcessPoolExecutor, todo: Sequence[Job], writing: Writing, processes: int
) -> Iterator[tuple[Job, Made]]:
    waiting = deque(todo)
    flying: deque[tuple[Job, Future[Made]]] = deque()
    while waiting or flying:
        while waiting and len(flying) < processes * AHEAD:
            job = waiting.popleft()
            flying.append((job, pool.submit(write_job, job, writing)))
        job, future = flying.popleft()
        yield job, future.result()


def write_job(job: Job, writing: Writing) -> Made:
    """Read a job's ranges and write their parts; runs in a process of its own, too."""
    from pathlib import Path

    from lambda_triage.insights.columnar import open_writer, write_part

    connection = open_writer()
    parts: list[Part] = []
    reader = Reader(job)
    for batches, rows in reader.batches():
        path = Path(writing.folder, f"{job.number:06d}-{len(parts):04d}.parquet")
        write_part(connection, batches, path, writing.select)
        parts.append(Part(job.number, path.name, rows))
    return reader.made(tuple(parts))


def hold(todo: Sequence[Job], connection: Database, table: str) -> Stored:
    """The same as rows of a table, for inputs that are small."""
    from lambda_triage.insights.columnar import add_rows

    select = computing()
    add_rows(connection, [], table, select)
    found = Stored([], [], set())
    for job in todo:
        reader = Reader(job)
        for batches, rows in reader.batches():
            add_rows(connection, batches, table, select)
            found.parts.append(Part(job.number, "", rows))
        made = reader.made(())
        found.notes += made.notes
        found.nameless.update(made.nameless)
        found.bytes += made.bytes
    return found


class Reader:
    """The events of a job as runs of record batches, and what was met on the way."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._notes: list[Skipped] = []
        self._nameless: set[int] = set()
        self._bytes = self._lines = self._held = self._runs = 0
        self._rows = 0

    def batches(self) -> Iterator[tuple[list[CArray], int]]:
        """Record batches of about PART_BYTES, and how many rows they have."""
        from lambda_triage.insights.batches import batch

        held: list[CArray] = []
        for task, told in zip(self._job.tasks, self._job.told, strict=True):
            for block in self._blocks(task):
                for events in every_event(block):
                    made = batch(
                        events,
                        first=numbered(self._job.number, self._runs) + self._rows,
                        input=task.index,
                        log=partial(self._log, task.index, told),
                    )
                    held.append(made.array)
                    self._rows += made.rows
                    self._lines += events.newlines if events.lines else 0
                if self._held >= PART_BYTES and self._runs < MOST_PARTS - 1:
                    yield self._run(held)
                    held = []
        if held:
            yield self._run(held)

    def _run(self, held: list[CArray]) -> tuple[list[CArray], int]:
        rows = self._rows
        self._runs += 1
        self._held = self._rows = 0
        return held, rows

    def _blocks(self, task: Task) -> Iterator[Block]:
        self._lines = 0
        for item in read_range(task.input, task.index, task.form, task.range):
            if isinstance(item, Skipped):
                self._notes.append(item)
            elif isinstance(item, Block):
                if item.events is None:
                    self._lines = item.line
                self._bytes += len(item.data)
                self._held += len(item.data)
                yield item

    def _log(self, index: int, told: Told, stream: Stream) -> str | None:
        group = stream.group or told.group
        if group is None:
            self._nameless.add(index)
            return None
        return f"{told.account}:{group}"

    def made(self, parts: tuple[Part, ...]) -> Made:
        """What became of the job."""
        return Made(
            parts, self._lines, self._bytes, tuple(self._notes), tuple(sorted(self._nameless))
        )
