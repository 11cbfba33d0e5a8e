"""Inputs → the events of all of them in columns, by several threads, in bounded memory.

Reading lines is NumPy's work and writing parts is DuckDB's; both leave the interpreter to other
threads, and a thread starts at once. Containers of JSON are Python's work: of many of them
processes of their own read more than threads would.
"""

from __future__ import annotations

from collections import Counter, deque
from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.insights.columnar import PART_BITS, Part, certain, computing, numbered
from lambda_triage.scan.block import Block
from lambda_triage.scan.every_event import every_event
from lambda_triage.sources.files.form import RAW_PREFIX
from lambda_triage.sources.files.messages import BLOCK
from lambda_triage.sources.files.read import Form, Skipped, read_range
from lambda_triage.sources.files.runs import NEAR
from lambda_triage.sources.scanning import AHEAD, Task, tasks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from concurrent.futures import Executor, Future
    from pathlib import Path

    from nanoarrow.c_array import CArray

    from lambda_triage.insights.columnar import Database
    from lambda_triage.scan.block import Stream
    from lambda_triage.sources.files.input import Input

UNKNOWN_ACCOUNT = "000000000000"
RANGE_BYTES = BLOCK - NEAR  # of large inputs that are read at a time: one block, never copied
JOB_BYTES = 2 * BLOCK  # of small inputs, and of ranges, that are read together
FEWEST_JOBS = 16  # of ranges of one block at least; few large ones leave threads idle at the end
MANY_BYTES = 256 << 20  # of containers, from which on starting processes pays
PART_BYTES = 64 << 20  # of events that are held until they are written
MOST_PARTS = 1 << PART_BITS
NO_EVENTS = frozenset((Form.template, Form.settings, Form.binary, Form.empty, Form.marker))


class Told(Struct, frozen=True):
    """What is known of an input's log beside its events."""

    account: str = UNKNOWN_ACCOUNT
    group: str | None = None


class Job(Struct, frozen=True):
    """Ranges that one thread reads, and the log that each belongs to."""

    number: int
    tasks: tuple[Task, ...]
    told: tuple[Told, ...]


class Made(Struct, frozen=True):
    """What became of a job.

    lines   of its last input, as far as it read it; the next job counts on from there
    nameless  inputs in which some event has no log group
    """

    parts: tuple[Part, ...]
    lines: int
    bytes: int
    notes: tuple[Skipped, ...]
    nameless: tuple[int, ...]


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
    """All ranges: several of one input together, or several small inputs."""
    wanted = [p for p in parts if p[2] not in NO_EVENTS and not p[0].path.is_dir()]
    todo = tasks(wanted, RANGE_BYTES)
    ranges = Counter(task.index for task in todo)
    most = min(JOB_BYTES, max(RANGE_BYTES, sum(map(_bytes, todo)) // FEWEST_JOBS))
    found: list[list[Task]] = []
    size = 0
    for task in todo:
        last = found[-1][-1].index if found else task.index
        apart = task.index != last and ranges[task.index] + ranges[last] > 2
        if not found or apart or size + _bytes(task) // 2 > most:
            found.append([])
            size = 0
        found[-1].append(task)
        size += _bytes(task)
    return [
        Job(number, tuple(held), tuple(told.get(task.index, Told()) for task in held))
        for number, held in enumerate(found)
    ]


def latest(times: Iterable[int | None]) -> int | None:
    """The last of the times that are known."""
    return max((each for each in times if each is not None), default=None)


def _bytes(task: Task) -> int:
    end = task.input.size if task.range.end is None else task.range.end
    return max(0, (end or 0) - task.range.start)


def store(
    todo: Sequence[Job],
    folder: Path,
    threads: int,
    progress: Callable[[int, int], None] | None = None,
) -> Stored:
    """Every job's events as Parquet parts in *folder*."""
    total = _size(todo)
    found = Stored([], [], set())
    before: dict[int, int] = {}
    for job, made in _parallel(todo, str(folder), min(threads, len(todo))):
        index = job.tasks[0].index
        lines = before.get(index, 0)
        found.parts += [replace(part, before=lines) for part in made.parts]
        found.notes += made.notes
        found.nameless.update(made.nameless)
        found.bytes += made.bytes
        if job.tasks[-1].index == index:
            before[index] = lines + made.lines
        if progress is not None:
            progress(min(found.bytes, total), total)
    return found


def _size(todo: Sequence[Job]) -> int:
    inputs = {task.input for job in todo for task in job.tasks}
    return sum(input.size or 0 for input in inputs)


def _parallel(todo: Sequence[Job], folder: str, many: int) -> Iterator[tuple[Job, Made]]:
    if many < 2:
        yield from ((job, write_job(job, folder)) for job in todo)
        return
    pool = _pool(todo, many)
    with pool:
        try:
            yield from _in_order(pool, todo, folder, many)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _pool(todo: Sequence[Job], many: int) -> Executor:
    """Threads; processes for containers that are many."""
    contained = [job for job in todo if any(task.form not in RAW_PREFIX for task in job.tasks)]
    if _size(contained) < MANY_BYTES:
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(many)
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    return ProcessPoolExecutor(many, get_context("spawn"), initializer=_prepare)


def _prepare() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer


def _in_order(
    pool: Executor, todo: Sequence[Job], folder: str, many: int
) -> Iterator[tuple[Job, Made]]:
    waiting = deque(todo)
    flying: deque[tuple[Job, Future[Made]]] = deque()
    while waiting or flying:
        while waiting and len(flying) < many * AHEAD:
            job = waiting.popleft()
            flying.append((job, pool.submit(write_job, job, folder)))
        job, future = flying.popleft()
        yield job, future.result()


def write_job(job: Job, folder: str) -> Made:
    """Read a job's ranges and write their parts; runs in a thread or process of its own, too."""
    from pathlib import Path

    from lambda_triage.insights.columnar import open_writer, write_part

    parts: list[Part] = []
    reader = Reader(job, words=True)
    with open_writer() as connection:
        for run in reader.batches():
            path = Path(folder, f"{job.number:06d}-{len(parts):04d}.parquet")
            write_part(connection, run.batches, path, run.select())
            parts.append(Part(job.number, path.name, run.rows, last_ms=run.last_ms))
    return reader.made(tuple(parts))


def hold(todo: Sequence[Job], connection: Database, table: str) -> Stored:
    """The same as rows of a table, for inputs that are small."""
    from lambda_triage.insights.columnar import add_rows

    add_rows(connection, [], table, certain())
    found = Stored([], [], set())
    for job in todo:
        reader = Reader(job)
        for run in reader.batches():
            add_rows(connection, run.batches, table, run.select())
            found.parts.append(Part(job.number, "", run.rows, last_ms=run.last_ms))
        made = reader.made(())
        found.notes += made.notes
        found.nameless.update(made.nameless)
        found.bytes += made.bytes
    return found


class Run(Struct, frozen=True):
    """Record batches that are written together.

    sure     whether their columns are all that their messages tell
    last_ms  time of the last event; None where no event has one
    """

    batches: list[CArray]
    rows: int
    sure: bool
    last_ms: int | None

    def select(self) -> str:
        """The SELECT that makes what is stored of them."""
        return certain() if self.sure else computing()


class Reader:
    """The events of a job as runs of record batches, and what was met on the way.

    words  whether to look for the words that filters look for
    """

    def __init__(self, job: Job, *, words: bool = False) -> None:
        self._job = job
        self._words = words
        self._notes: list[Skipped] = []
        self._nameless: set[int] = set()
        self._bytes = self._lines = self._held = self._runs = 0
        self._rows = self._before = 0
        self._index = -1
        self._sure = True
        self._last_ms: int | None = None

    def batches(self) -> Iterator[Run]:
        """Record batches of about PART_BYTES together."""
        from lambda_triage.insights.batches import batch
        from lambda_triage.insights.word_bits import WordBits

        bits = WordBits() if self._words else None
        held: list[CArray] = []
        for task, told in zip(self._job.tasks, self._job.told, strict=True):
            for block in self._blocks(task):
                for events in every_event(block):
                    made = batch(
                        events,
                        first=numbered(self._job.number, self._runs) + self._rows,
                        input=task.index,
                        log=partial(self._log, task.index, told),
                        words=None if bits is None else bits.of(events),
                    )
                    held.append(made.array)
                    self._rows += made.rows
                    self._sure &= made.sure
                    self._last_ms = latest((self._last_ms, made.last_ms))
                    self._lines += events.newlines if events.lines else 0
                if self._held >= PART_BYTES and self._runs < MOST_PARTS - 1:
                    yield self._run(held)
                    held = []
        if held:
            yield self._run(held)

    def _run(self, held: list[CArray]) -> Run:
        run = Run(held, self._rows, self._sure, self._last_ms)
        self._runs += 1
        self._held = self._rows = 0
        self._sure, self._last_ms = True, None
        return run

    def _blocks(self, task: Task) -> Iterator[Block]:
        same = task.index == self._index
        self._before = self._before + self._lines if same else 0
        self._index, self._lines = task.index, 0
        for item in read_range(task.input, task.index, task.form, task.range):
            if isinstance(item, Skipped):
                self._notes.append(item)
            elif isinstance(item, Block):
                if item.events is None:
                    self._lines = item.line
                    item = replace(item, line=item.line + self._before)
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
        lines, nameless = self._before + self._lines, tuple(sorted(self._nameless))
        return Made(parts, lines, self._bytes, tuple(self._notes), nameless)
