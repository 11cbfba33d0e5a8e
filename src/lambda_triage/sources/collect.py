"""Paths → a case: documents first, then every log, in order, in one pass."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct, field

from lambda_triage.errors import FormatError
from lambda_triage.evidence.case import Case
from lambda_triage.evidence.documents import (
    InvokeConfig,
    Mapping,
    Provisioned,
    Recommendation,
    ResourcePolicy,
    Url,
)
from lambda_triage.evidence.tables import INVOCATIONS
from lambda_triage.scan.row import Kind
from lambda_triage.sources.attempts import number_attempts
from lambda_triage.sources.bundle.read import find_bundles
from lambda_triage.sources.clean import CleanWriter
from lambda_triage.sources.event import Event
from lambda_triage.sources.failure import RUNTIME_LITERALS, Failure, read_failure
from lambda_triage.sources.files.documents import MANIFEST
from lambda_triage.sources.files.inputs import expand
from lambda_triage.sources.files.read import Document, Form, Skipped, read, recognise_input
from lambda_triage.sources.history import History
from lambda_triage.sources.measured import MEASURED_LITERALS, Measured
from lambda_triage.sources.origin import origin
from lambda_triage.sources.resources import Resources
from lambda_triage.sources.runtimes import write_runtimes
from lambda_triage.sources.scanning import scans, tasks
from lambda_triage.sources.settings import chosen, read_settings, template_of
from lambda_triage.sources.signatures import Signatures
from lambda_triage.sources.spoken import sentences
from lambda_triage.sources.tally import EXAMPLES, Tally
from lambda_triage.sources.times import micros

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import BinaryIO

    from lambda_triage.evidence.case import Value
    from lambda_triage.evidence.function import FunctionConfiguration
    from lambda_triage.evidence.signature import Signature
    from lambda_triage.scan.result import Scan
    from lambda_triage.scan.row import Row
    from lambda_triage.sources.attempt import Attempt
    from lambda_triage.sources.bundle.manifest import Manifest
    from lambda_triage.sources.files.input import Input
    from lambda_triage.sources.lane import Lane

CHANGED = """
SELECT DISTINCT resource FROM changes
WHERE kind IN ('code', 'configuration', 'alias', 'concurrency')
   OR kind = 'stack' AND path LIKE 'StackEvents%'  -- a trail names the stack, not its functions
ORDER BY resource
"""
BESIDE = (InvokeConfig, Url, Provisioned, Recommendation, ResourcePolicy)
SPILL_BYTES = 64 << 20  # inputs larger than this keep their tables on disk
HARMLESS = ("empty", "marker", "control", "newest_first")  # skipped kinds that lose nothing
BATCH = 5_000  # attempts written to the case at once


class Reading(Struct):
    """What was read: counts for the statistics of the report.

    first_us, last_us  of the events, and of the windows that bundles were collected for
    """

    inputs: int = 0
    bytes: int = 0
    events: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    unreadable: list[str] = field(default_factory=list)
    first_us: int | None = None
    last_us: int | None = None
    assumed_utc: bool = False
    manifests: tuple[Manifest, ...] = ()

    def count(self, scan: Scan) -> None:
        """Add one scan."""
        self.bytes += scan.bytes
        self.events += scan.events
        for kind, number in scan.counts.items():
            self.kinds[Kind(kind).name.lower()] += number
        if scan.cut:
            self.kinds["cut_over_1_mib"] += scan.cut
        if scan.first_us is not None and scan.last_us is not None:
            self.span(scan.first_us, scan.last_us)

    def span(self, first_us: int, last_us: int) -> None:
        """Let the window reach over these times."""
        self.first_us = first_us if self.first_us is None else min(self.first_us, first_us)
        self.last_us = last_us if self.last_us is None else max(self.last_us, last_us)

    def take(self, manifest: Manifest) -> None:
        """Add the window of a bundle; its end is the time of collection."""
        self.manifests = (*self.manifests, manifest)
        start, end = micros(manifest.window.start), micros(manifest.collected_at)
        if start is not None and end is not None:
            self.span(start, end)

    def skip(self, skipped: Skipped, name: str) -> None:
        """Add something that was recognised and not read."""
        if skipped.kind == "assumed_utc":
            self.assumed_utc = True
            return
        self.kinds[skipped.kind] += skipped.count
        if skipped.reason and skipped.kind not in HARMLESS:
            self.unreadable.append(f"{name}: {skipped.reason}")


def collect(
    paths: Sequence[str],
    signatures: Iterable[Signature],
    *,
    stdin: BinaryIO | None = None,
    functions: Sequence[FunctionConfiguration] = (),
    threads: int = 1,
    progress: Callable[[int, int], None] | None = None,
    told: str | None = None,
    environment: str | None = None,
    examples: int = EXAMPLES,
) -> tuple[Case, Reading]:
    """Read *paths* into a case. Raises InputError when a path does not exist.

    functions configurations known beside the files
    threads   processes to scan with and threads of the database; results do not depend on it
    progress  called with bytes done and bytes in all
    told      the operation of answers that fit several, e.g. `lambda.GetPolicy`
    environment  of samconfig files, whose parameters the templates are deployed with
    examples  events kept per signal of a function
    """
    bundled = find_bundles(expand(paths, stdin=stdin))
    expansion = bundled.expansion
    total = sum(i.size or 0 for i in expansion.inputs)
    case = Case(spill=total > SPILL_BYTES, threads=threads)
    reading = Reading(inputs=len(expansion.inputs), unreadable=list(expansion.unreadable))
    case.inputs = [i.name for i in expansion.inputs]
    for function in functions:
        case.add_function(function)
    try:
        for bundle in bundled.bundles:
            reading.take(bundle.manifest)
            start = micros(bundle.manifest.window.start)
            case.begin_us = min((t for t in (case.begin_us, start) if t is not None), default=None)
        parts = [(i, n, recognise_input(i)) for n, i in enumerate(expansion.inputs)]
        values = _values(case, reading, parts, environment)
        for part in parts:
            if part[2] in (Form.document, Form.template, Form.transcript):
                _documents(case, reading, told, values, *part)
        if bundled.bundles:
            from lambda_triage.sources.bundle.gaps import add_gaps, read_absent

            read_absent(case, bundled.bundles)
        known = Signatures(signatures, RUNTIME_LITERALS, MEASURED_LITERALS)
        builder = _Builder(case, reading, known, examples, bundled.functions)
        todo = tasks(parts)
        for index, found in scans(todo, builder.signatures.literals, threads, progress):
            if isinstance(found, Skipped):
                reading.skip(found, case.inputs[index])
            elif not isinstance(found, Document) and index not in bundled.answers:
                builder.take(found, index)  # documents were read before the logs
        builder.finish()
        if bundled.bundles:
            add_gaps(case, bundled.bundles)
    except BaseException:
        case.close()
        raise
    finally:
        expansion.close()
    return case, reading


def _values(
    case: Case,
    reading: Reading,
    parts: Sequence[tuple[Input, int, Form]],
    environment: str | None,
) -> dict[str, dict[str, str]]:
    """Values of parameters, by the input whose template is deployed with them."""
    found: dict[str, dict[str, str]] = {}
    for input, index, form in parts:
        if form is not Form.settings:
            continue
        for item in read(input, index, form):
            body = item.body if isinstance(item, Document) else {}
            try:
                text = str(body.get("text")) if isinstance(body, dict) else ""
                settings = chosen(read_settings(text), environment)
            except FormatError as error:
                reading.unreadable.append(f"{input.name}: {error}")
                continue
            reading.kinds["deployment settings"] += 1
            template = settings and template_of(settings, input.name, case.inputs)
            if settings and template:
                found[template] = settings.values()
    return found


def _documents(
    case: Case,
    reading: Reading,
    told: str | None,
    values: dict[str, dict[str, str]],
    input: Input,
    index: int,
    form: Form,
) -> None:
    """Read the documents of an input; what it holds besides them is read with the logs."""
    from lambda_triage.sources.documents import read_document  # its readers are many

    for item in read(input, index, form):
        if isinstance(item, Document):
            if item.kind == MANIFEST:  # read beforehand, with the other manifests
                reading.kinds[item.kind] += 1
                continue
            try:
                known = read_document(case, item, told, values.get(input.name))
            except FormatError as error:
                reading.unreadable.append(f"{input.name}: {error}")
                continue
            reading.kinds[item.kind if known else f"{item.kind} read as lines"] += 1


def _mentioned(case: Case) -> frozenset[str]:
    """Functions that other documents name: their mappings, settings and URLs."""
    mapped = {m.function for m in case.documents(Mapping) if m.function}
    beside = {d.resource for kind in BESIDE for d in case.documents(kind)}
    changed = {str(row[0]) for row in case.execute(CHANGED)}
    return frozenset(mapped | changed | {r for r in beside if ":function:" in r})


class _Builder:
    """Turns scans into tables: history, tally, and the batches on their way to the case."""

    def __init__(
        self,
        case: Case,
        reading: Reading,
        signatures: Signatures,
        examples: int,
        told: dict[int, str],
    ) -> None:
        self.case = case
        self.signatures = signatures
        self._reading = reading
        self._resources = Resources(case.functions, case.inputs, _mentioned(case), told)
        self._history = History(self._settle, self._loose)
        self._tally = Tally(examples)
        self._clean = CleanWriter(case)
        self._measured = Measured(self._resources.named)
        self._batch: list[dict[str, Value]] = []
        self._seen: dict[str, int] = {}
        self._ids = 0

    def take(self, scan: Scan, index: int) -> None:
        """Feed one scan of input *index*."""
        self._reading.count(scan)
        lanes = self._history.lanes_of(scan.streams, index)
        for row in scan.rows:
            lane = lanes[row.stream]
            self._history.feed(row, lane, *self._event(row, lane))
        named = [lanes[i] for i in range(len(scan.streams))] or [lanes[-1]]
        resources = [self._resources.of_lane(lane) for lane in named]
        self._clean.add(scan.clean, resources, [n.stream.name for n in named], index)
        if scan.events:
            self.case.add(INVOCATIONS, ())

    def hear(self) -> None:
        """Read what documents say in words like events that belong to no invocation."""
        lanes = self._history.lanes
        logged = {self._resources.of_lane(lane) for lane in lanes} | _mentioned(self.case)
        for sentence in sentences(self.case, logged):
            matches = self.signatures.read(sentence.text)
            if matches:
                self._ids += 1
                event = Event(
                    self._ids, -1, sentence.time_us, None, sentence.text, sentence.input, 0, 0,
                    matches,
                )  # fmt: skip
                resource = self._resources.known(sentence.resource)
                self._tally.loose(event, resource, "service", sentence.weight)

    def finish(self) -> None:
        """Close the history and write what is left."""
        self.hear()
        self._history.finish()
        self._flush()
        self._clean.flush()
        if self._reading.events:
            write_runtimes(self.case, self._history.lanes, self._resources.of_lane)
        self._measured.write(self.case)
        self._tally.write(self.case, {n.index: n.stream.name for n in self._history.lanes})
        for name in sorted(self._resources.ambiguous):
            self.case.miss("functions", f"?:{name}", "several functions have this name")
        number_attempts(self.case)

    def _event(self, row: Row, lane: Lane) -> tuple[Event | None, Failure | None]:
        if not row.literals:
            return None, None
        if not self.signatures.measured.isdisjoint(row.literals):
            self._measured.take(row, self._resources.of_lane(lane), lane.stream.name)
        matches = self.signatures.match(row.text, row.literals)
        failure = None
        if row.kind is Kind.HIT and not self.signatures.extra.isdisjoint(row.literals):
            failure = read_failure(row)
        if not matches and failure is None:
            return None, None
        self._ids += 1
        event = Event(
            self._ids,
            lane.index,
            row.time_us,
            row.request_id,
            row.text,
            row.input,
            row.line,
            row.offset,
            matches,
        )
        return event, failure

    def _settle(self, attempt: Attempt) -> None:
        lane = self._history.lanes[attempt.lane]
        resource = self._resources.of_lane(lane)
        self._tally.settle(attempt, resource, origin)
        self._batch.append(_row(attempt, resource, lane.stream.name))
        if len(self._batch) >= BATCH:
            self._flush()

    def _loose(self, event: Event) -> None:
        lane = self._history.lanes[event.lane]
        self._tally.loose(event, self._resources.of_lane(lane), origin(event.text))

    def _flush(self) -> None:
        if self._batch:
            self.case.add(INVOCATIONS, self._batch)
            self._batch = []


def _row(attempt: Attempt, resource: str, environment: str | None) -> dict[str, Value]:
    cold = None
    if attempt.reported:
        cold = attempt.init_us is not None or attempt.restore_us is not None
    return {
        "resource": resource,
        "environment": environment,
        "request_id": attempt.request_id,
        "attempt": 1,
        "version": attempt.version,
        "start_us": attempt.start_us,
        "end_us": attempt.end_us,
        "duration_us": attempt.duration_us,
        "billed_ms": attempt.billed_ms,
        "init_us": attempt.init_us,
        "restore_us": attempt.restore_us,
        "memory_mb": attempt.memory_mb,
        "max_memory_mb": attempt.max_memory_mb,
        "cold_start": cold,
        "status": attempt.status,
        "error_type": attempt.error_type,
        "message": attempt.message,
        "fingerprint": attempt.fingerprint,
        "trace_id": attempt.trace_id,
        "last_line": attempt.last_line if attempt.status == "timeout" else None,
        "silent_us": attempt.silent_us if attempt.status == "timeout" else None,
        "input": attempt.input,
        "line": attempt.line,
        "offset": attempt.offset,
    }
