"""`lambda-triage query`: the Logs Insights language over exported logs and bundles, or live."""

from __future__ import annotations

import codecs
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click

from lambda_triage.cli import output as out
from lambda_triage.cli.live import access_options
from lambda_triage.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lambda_triage.pipeline.query import Answer, Asked
    from lambda_triage.pipeline.query_live import LiveAnswer
    from lambda_triage.pipeline.target import Access

FORMS = ("table", "json", "csv", "ndjson", "parquet")
QUERY_LIMIT = 1 << 20  # bytes of a query file that are read; the parser takes a tenth of it
REPLACED = "replace"  # surrogates of undecodable names
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # what PowerShell's > writes


class _Command(click.Command):
    """A query that begins with a comment of SQL is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        for each in args:
            if each.startswith("--") and each[2:3].isspace():
                from lambda_triage.insights.parse import parse

                parse(each)  # raises, and says how a comment is written
        return super().parse_args(ctx, args)


@click.command(cls=_Command)
@click.argument("arguments", nargs=-1, metavar="['QUERY'] [PATH]...")
@click.option("--since", help="How far back from the last event: 90m, 3h, 2d, 1w.")
@click.option("--window", "between", help="BEGIN/END, as 2026-11-20T08:00Z/2026-11-20T09:30Z.")
@click.option(
    "--format", "-f", "form", type=click.Choice(FORMS), default="table", show_default=True,
    help="Form of the rows; json is that of GetQueryResults.",
)  # fmt: skip
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to a file.")
@click.option(
    "--query-file", type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Read the query from a file; all arguments are paths then.",
)  # fmt: skip
@click.option("--saved", help="A saved query by its name; all arguments are paths then.")
@click.option("--list", "list_", is_flag=True, help="List the saved queries.")
@click.option("--explain", is_flag=True, help="Show the plan and its SQL, and run nothing.")
@click.option("--lookup", multiple=True, metavar="NAME=CSV", help="A lookup table; repeatable.")
@click.option("--no-cache", is_flag=True, help="Neither use nor write columns beside the input.")
@click.option("--clear-cache", is_flag=True, help="Remove the columns kept for the paths.")
@click.option("--show-secrets", is_flag=True, help="Do not redact; for your own terminal.")
@click.option("--live", is_flag=True, help="Ask CloudWatch Logs: billed per GB that it scans.")
@click.option("--log-group", "groups", multiple=True, help="With --live: log group; repeatable.")
@access_options
@out.THREADS
def query(
    arguments: tuple[str, ...],
    since: str | None,
    between: str | None,
    form: str,
    output: Path | None,
    query_file: Path | None,
    saved: str | None,
    list_: bool,
    explain: bool,
    lookup: tuple[str, ...],
    no_cache: bool,
    clear_cache: bool,
    show_secrets: bool,
    live: bool,
    groups: tuple[str, ...],
    profile: str | None,
    region: str | None,
    role_arn: str | None,
    threads: int,
) -> None:
    """Run a CloudWatch Logs Insights query over log files, folders, archives and bundles.

    The columns of inputs over 8 MiB are kept in a folder .lambda-triage beside them, so that the
    next query is fast. Secrets in the rows are replaced by tokens.
    """
    from lambda_triage.pipeline.query import Asked

    if list_:
        _list()
        return
    if clear_cache:
        from lambda_triage.pipeline.query import forget

        click.echo(f"{forget(arguments or ('.',)) / 1e6:.1f} MB removed")
        return
    text, paths = _text(arguments, query_file, saved)
    asked = Asked(text, since, between, _tables(lookup))
    if explain:
        from lambda_triage.pipeline.query import plan

        with _target(output) as write:
            write(plan(asked).splitlines())
        return
    if live:
        from lambda_triage.pipeline.target import Access

        if paths or lookup or form == "parquet":
            raise UsageError("--live asks log groups: leave paths, --lookup and parquet out")
        access = Access(profile, region, role_arn)
        _print(_live(asked, groups, access, secrets=show_secrets), form, output)
        return
    if groups:
        raise UsageError("--log-group belongs to --live; for files write SOURCE in the query")
    if not paths:
        raise UsageError("no input; give files, folders, archives or -, or --live --log-group")
    _run(asked, paths, form, output, threads, keep=not no_cache, secrets=show_secrets)


def _live(asked: Asked, groups: tuple[str, ...], access: Access, *, secrets: bool) -> LiveAnswer:
    """What the service answers; the price is named before, where somebody watches, and after."""
    from lambda_triage.pipeline.query_live import ask_live

    say = _note if sys.stderr.isatty() else lambda _: None
    answer = ask_live(asked, groups, access, secrets=secrets, say=say)
    for note in answer.notes:
        _note(note)
    return answer


def _run(
    asked: Asked,
    paths: tuple[str, ...],
    form: str,
    output: Path | None,
    threads: int,
    *,
    keep: bool,
    secrets: bool,
) -> None:
    from lambda_triage.pipeline.query import ask

    with ask(
        asked, paths, threads=threads, keep=keep, secrets=secrets, progress=out.progress()
    ) as answer:
        for note in answer.notes:
            _note(note)
        _print(answer, form, output)


def _note(text: str) -> None:
    click.echo(f"note: {_plain(text)}", err=True)


def _print(answer: Answer | LiveAnswer, form: str, output: Path | None) -> None:
    from lambda_triage.reports import rows

    if form == "parquet":
        if output is None:
            raise UsageError("parquet is no text; give --output FILE")
        answer.write_parquet(output)
        return
    told = answer.columns
    shown = answer.rows()
    with _target(output) as write:
        match form:
            case "json":
                found = list(shown)  # the statistics come last, and need all rows
                write(rows.answer(told, found, answer.counts()))
            case "csv":
                write(rows.csv_lines(told, shown))
            case "ndjson":
                write(rows.json_lines(told, shown))
            case _:
                write(rows.table(told, shown, 10_000 if output else out.terminal_width()))


@contextmanager
def _target(output: Path | None) -> Iterator[_Writer]:
    """A writer of lines: to a file, or to standard output, where nothing moves the cursor."""
    if output is None:
        try:
            yield _Writer(sys.stdout.isatty())
        except BrokenPipeError:
            raise
        except OSError as error:
            raise UsageError(f"cannot write to standard output: {error.strerror}") from None
        return
    try:
        with output.open("wb") as file:
            yield _Writer(False, file)
    except OSError as error:
        raise UsageError(
            f"cannot write {output}: {error.strerror}; choose another --output"
        ) from None


class _Writer:
    def __init__(self, watched: bool, file: BinaryIO | None = None) -> None:
        self._watched = watched
        self._file = file or sys.stdout.buffer

    def __call__(self, lines: Iterable[str]) -> None:
        for line in lines:
            text = _plain(line) if self._watched else line
            self._file.write(f"{text}\n".encode(errors=REPLACED))
        self._file.flush()


def _plain(text: str) -> str:
    from lambda_triage.reports.visible import visible

    return visible(text, 1 << 20)


def _text(
    arguments: tuple[str, ...], file: Path | None, saved: str | None
) -> tuple[str, tuple[str, ...]]:
    """The query and the paths."""
    if file and saved:
        raise UsageError("--query-file and --saved contradict each other; give one")
    if file:
        with file.open("rb") as stream:
            data = stream.read(QUERY_LIMIT)
        form = "utf-16" if data.startswith(UTF16_MARKS) else "utf-8"
        return data.decode(form, REPLACED), arguments
    if saved:
        from lambda_triage.insights.saved import text_of

        return text_of(saved), arguments
    if not arguments:
        raise UsageError("no query; give its text, --query-file or --saved (--list names them)")
    text, *paths = arguments
    if _is_path(text):
        raise UsageError(f"{text} is a path; the query stands before the paths, in quotes")
    return text, tuple(paths)


def _is_path(text: str) -> bool:
    """Whether it is a file or folder, and no query: `estimate` may be both."""
    from lambda_triage.insights.vocabulary import COMMANDS

    known = {each.lower() for each in COMMANDS}
    try:
        return text == "-" or (text.lower() not in known and Path(text).exists())
    except (OSError, ValueError):  # a long query is no name
        return False


def _tables(lookup: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for each in lookup:
        name, equals, path = each.partition("=")
        if not (name and equals and path):
            raise UsageError(f"--lookup {each}: write NAME=FILE.csv")
        if not Path(path).is_file():
            raise UsageError(f"--lookup {each}: no such file")
        found[name] = path
    return found


def _list() -> None:
    from lambda_triage.insights.saved import saved_queries

    for each in saved_queries():
        click.echo(f"{each.name:34} {each.title}")
