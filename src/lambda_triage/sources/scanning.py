"""Inputs → scans, in order, by one process or several. The answer does not depend on how many."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.scan.literals import Literal, Matcher
from lambda_triage.scan.result import Scan
from lambda_triage.scan.scan import scan
from lambda_triage.sources.files.ranges import RANGE
from lambda_triage.sources.files.read import Document, Skipped, ranges, read_range

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from lambda_triage.sources.files.input import Input
    from lambda_triage.sources.files.read import Form, Range

PARALLEL_BYTES = 64 << 20  # below this, starting processes costs more than it saves
AHEAD = 2  # ranges in flight per process


class Lines(Struct, frozen=True):
    """How many lines a range had: the next range of the input counts on from there."""

    count: int


Found = Scan | Skipped | Document
Piece = Found | Lines


class Task(Struct, frozen=True):
    """One range of one input."""

    input: Input
    index: int
    form: Form
    range: Range


def tasks(parts: Sequence[tuple[Input, int, Form]], size: int = RANGE) -> list[Task]:
    """All ranges of all inputs, in order, each of about *size* bytes."""
    return [
        Task(input, index, form, range_)
        for input, index, form in parts
        for range_ in ranges(input, form, size)
    ]


def scans(
    todo: Sequence[Task],
    literals: Sequence[Literal],
    processes: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[int, Found]]:
    """What every task yields, in the order of the tasks, with the index of its input."""
    total = sum(input.size or 0 for input in {task.input for task in todo})
    if processes > 1 and total > PARALLEL_BYTES:
        found = _parallel(todo, literals, processes)
    else:
        found = _serial(todo, Matcher(literals))
    done = 0
    before: Counter[int] = Counter()
    for task, items in found:
        for item in items:
            if isinstance(item, Lines):
                before[task.index] += item.count
                continue
            if isinstance(item, Scan):
                _count_on(item, before[task.index])
                done += item.bytes
            yield task.index, item
            if progress is not None:
                progress(min(done, total), total)


def _count_on(scan: Scan, lines: int) -> None:
    """Line numbers within the range → line numbers within the input."""
    if lines:
        for row in scan.rows:
            row.line += lines
        if scan.clean is not None:
            scan.clean.start_line += lines
            scan.clean.report_line += lines


def _serial(todo: Sequence[Task], matcher: Matcher) -> Iterator[tuple[Task, Iterator[Piece]]]:
    for task in todo:
        yield task, _scan_range(task, matcher)


def _scan_range(task: Task, matcher: Matcher) -> Iterator[Piece]:
    lines = 0
    for item in read_range(task.input, task.index, task.form, task.range):
        if isinstance(item, Skipped | Document):
            yield item
            continue
        if item.events is None:
            lines = item.line + item.data.count(b"\n")
        yield scan(item, matcher)
    yield Lines(lines)


def _parallel(
    todo: Sequence[Task], literals: Sequence[Literal], processes: int
) -> Iterator[tuple[Task, Iterator[Piece]]]:
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(
        processes, get_context("spawn"), initializer=_prepare, initargs=(tuple(literals),)
    )
    with pool:
        try:
            yield from _in_order(pool, todo, processes)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _in_order(
    pool: ProcessPoolExecutor, todo: Sequence[Task], processes: int
) -> Iterator[tuple[Task, Iterator[Piece]]]:
    waiting = deque(todo)
    flying: deque[tuple[Task, Future[list[Piece]]]] = deque()
    while waiting or flying:
        while waiting and len(flying) < processes * AHEAD:
            task = waiting.popleft()
            flying.append((task, pool.submit(_work, task)))
        task, future = flying.popleft()
        yield task, iter(future.result())


_matcher: Matcher | None = None  # one compiled matcher per worker process


def _prepare(literals: tuple[Literal, ...]) -> None:
    global _matcher  # noqa: PLW0603  # set once per process by the pool's initializer
    import gc
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to answer
    gc.disable()  # rows hold no cycles, and there are many: looking for some costs a quarter
    _matcher = Matcher(literals)


def _work(task: Task) -> list[Piece]:
    if _matcher is None:
        raise RuntimeError("the worker was not prepared")
    return list(_scan_range(task, _matcher))
