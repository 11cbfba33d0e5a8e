"""A live target → a bundle → a report: the same diagnosis as of files.

target   → start     the first wants
wants    → crawl     answers, each kept in the bundle as it comes, and what they lead to
bundle   → diagnose  as for any folder of answers
report   → asked     what an undecided diagnosis wants besides; at most four rounds in all
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.errors import InputError, UsageError
from lambda_triage.evidence.redaction import Redactor
from lambda_triage.pipeline.target import only_folder, project
from lambda_triage.sources.aws.answer import Answer, Missing
from lambda_triage.sources.aws.caller import Caller
from lambda_triage.sources.aws.crawl import crawl
from lambda_triage.sources.aws.deeper import Glance, deeper
from lambda_triage.sources.aws.follow import follow
from lambda_triage.sources.aws.follow.logs import SPLIT, share, splits
from lambda_triage.sources.aws.interpreter import many_calls
from lambda_triage.sources.aws.scope import Scope
from lambda_triage.sources.aws.session import Session
from lambda_triage.sources.aws.start import services, start
from lambda_triage.sources.bundle.archive import pack
from lambda_triage.sources.bundle.store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from lambda_triage.pipeline.target import Access, Target
    from lambda_triage.sources.aws.crawl import Crawled
    from lambda_triage.sources.aws.want import Want

NAMED = ("lambda.GetFunction", "cloudformation.DescribeStacks")  # ask for the target itself
REGION = re.compile(r"arn:[\w-]+:lambda:(?P<region>[a-z0-9-]+):")
ARCHIVES = (".tar.gz", ".tgz", ".tar.zst")
ROUNDS = 4  # of collecting and judging what is still wanted
WORKERS = 48  # calls begun at once; each service has its own pace


class Collected(Struct, frozen=True):
    """What one collection came to.

    asked    calls that were made now; known: answers that were there from an interrupted run
    missing  wants without an answer, by why
    chain    length of the longest chain of calls that depend on each other
    """

    asked: int
    known: int
    missing: dict[str, int]
    chain: int


def collect(
    target: Target,
    access: Access,
    folder: Path,
    *,
    budget: int,
    progress: Callable[[int, int], None] | None = None,
) -> Collected:
    """Ask AWS for all that belongs to *target*, read-only, into a bundle in *folder*.

    A folder that holds a part of the same collection is completed. Raises AccessError when AWS
    cannot be asked at all; what is refused or fails is a gap of the bundle.
    """
    if not target.functions and target.stack is None:
        raise UsageError("nothing to collect; give --function or --stack")
    with many_calls():
        return _collected(target, access, folder, budget, progress)


def _collected(
    target: Target,
    access: Access,
    folder: Path,
    budget: int,
    progress: Callable[[int, int], None] | None,
) -> Collected:
    session = Session(access.profile, access.region, access.role_arn, WORKERS)
    session.prepare(("sts", *services(target.functions)))
    threading.Thread(target=follow, name="follow", daemon=True).start()  # while sts is asked
    scope = _scope(target, session)
    with Store(folder, Redactor().value) as store:
        scope = store.begin(scope)
        caller = Caller(
            session,
            store.called,
            share=lambda want: share(want, scope),
            splits=lambda want: SPLIT if splits(want, scope) else "",
        )
        wants, asked, glance = start(scope), 0, Glance()
        try:
            for _ in range(ROUNDS):
                found = _crawled(wants, scope, caller, store, glance, budget, progress)
                _must_exist(scope, store)
                store.finish(found.wants)
                asked += found.asked
                open_ = _besides(folder, scope) if glance.news() else ()
                besides = [want for want in open_ if store.known(want) is None]
                if not besides or len(found.wants) >= budget:
                    break
                wants = (*wants, *besides)
        except BaseException:
            session.stop()
            raise
    known = max(0, len(found.wants) - asked)
    return Collected(asked, known, found.missing, found.generations)


def _besides(folder: Path, scope: Scope) -> tuple[Want, ...]:
    """What the evidence so far leaves open, and more calls may tell."""
    from lambda_triage.sources.collect import collect as read  # a fifth of a second to load

    case, _ = read([str(folder)], ())  # how invocations ended needs no signature
    with case:
        return tuple(deeper(case, scope))


def _must_exist(scope: Scope, store: Store) -> None:
    """Raises InputError when AWS knows nothing of what was asked for: a wrong name or region."""
    asked = [want for want in start(scope) if want.operation in NAMED]
    found = [store.known(want) for want in asked]
    if any(not isinstance(one, Missing) or one.why != "absent" for one in found):
        return
    what = f"stack {scope.stack}" if scope.stack else f"function {', '.join(scope.functions)}"
    raise InputError(
        f"AWS knows no {what} in {scope.region} of account {scope.account};"
        " check the name, --region and --profile"
    )


def _scope(target: Target, session: Session) -> Scope:
    return Scope(
        account=session.identity.account,
        region=session.region,
        partition=session.identity.partition,
        start_ms=target.start_ms,
        end_ms=target.end_ms,
        functions=target.functions,
        stack=target.stack,
        qualifier=target.qualifier,
    )


def _crawled(
    wants: Iterable[Want],
    scope: Scope,
    caller: Caller,
    store: Store,
    glance: Glance,
    budget: int,
    progress: Callable[[int, int], None] | None,
) -> Crawled:
    leads = follow()
    led: dict[Want, tuple[Want, ...]] = {}

    def known(want: Want) -> Answer | Missing | None:
        found = store.known(want)
        if isinstance(found, Answer):
            glance.see(found)
        return found

    def keep(found: Answer | Missing) -> None:
        if isinstance(found, Answer):
            glance.see(found)
            if found.cut == SPLIT:  # nothing is missing
                found = replace(found, cut="")
        store.keep(found, led.pop(found.want, ()))

    def again(answer: Answer, scope: Scope) -> Iterator[Want]:
        """What an answer leads to; one that was redacted already does not tell it all."""
        led[answer.want] = _leads(leads, answer, scope)
        yield from led[answer.want]
        yield from store.leads(answer.want)

    return crawl(
        wants,
        scope,
        caller.ask,
        dict.fromkeys(leads, again),
        known=known,
        keep=keep,
        budget=budget,
        workers=WORKERS,
        turns=caller.turns,
        progress=progress,
    )


def _leads(
    leads: Mapping[str, tuple[Callable[[Answer, Scope], Iterable[Want]], ...]],
    answer: Answer,
    scope: Scope,
) -> tuple[Want, ...]:
    found = (want for lead in leads.get(answer.want.operation, ()) for want in lead(answer, scope))
    return tuple(dict.fromkeys(found))


@contextmanager
def brought(
    paths: Sequence[str],
    target: Target,
    access: Access,
    bundle: Path | None,
    *,
    environment: str | None,
    budget: int,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[tuple[str, ...]]:
    """The evidence of a live target as paths: a bundle, and what was given beside it.

    paths   files and folders beside it; a project folder alone says what to collect
    bundle  where to keep it; without one it is gone with the answer
    """
    folder = None if target.functions or target.stack else only_folder(paths)
    target, access = located(target, access, folder, environment)
    with tempfile.TemporaryDirectory(prefix="lambda-triage-") as scratch:
        kept = bundle or Path(scratch, "bundle")
        collect(target, access, kept, budget=budget, progress=progress)
        yield (*(() if folder else paths), str(kept))


def located(
    target: Target, access: Access, folder: Path | None, environment: str | None
) -> tuple[Target, Access]:
    """The target and the access, completed by the settings of a project folder.

    What was told beside the folder goes first; the ARN of a function names its region. Raises
    UsageError where neither names a target.
    """
    regions = [told["region"] for name in target.functions if (told := REGION.match(name))]
    if regions:
        access = replace(access, region=access.region or regions[0])
    if target.functions or target.stack or folder is None:
        return target, access
    found = project(folder, environment)
    if found is None:
        raise UsageError(
            f"{folder} has no samconfig.toml and no cdk.json; give --function or --stack"
        )
    return replace(target, stack=found.stack), replace(
        access,
        region=access.region or found.region,
        profile=access.profile or found.profile,
    )


def into(
    output: Path,
    target: Target,
    access: Access,
    folder: Path | None,
    *,
    environment: str | None,
    budget: int,
    progress: Callable[[int, int], None] | None = None,
) -> Collected:
    """Collect into a folder, or into one file where the name is an archive's.

    An archive is collected in a folder beside it, `<name>.collecting`, which is gone at the end.
    """
    target, access = located(target, access, folder, environment)
    if not output.name.endswith(ARCHIVES):
        return collect(target, access, output, budget=budget, progress=progress)
    if output.exists():
        raise UsageError(f"{output} exists; give another --output, or remove it")
    beside = output.with_name(f"{output.name}.collecting")
    found = collect(target, access, beside, budget=budget, progress=progress)
    pack(beside, output)
    shutil.rmtree(beside)
    return found


def summary(found: Collected, output: Path) -> Iterator[str]:
    """What was collected, in lines for a person, with the next step."""
    known = f", {found.known} answers were there" if found.known else ""
    yield f"{found.asked} calls in chains of at most {found.chain}{known}"
    gaps = {why: number for why, number in found.missing.items() if why != "absent"}
    if gaps:
        told = ", ".join(f"{number} {why}" for why, number in gaps.items())
        yield f"gaps: {told}; the bundle's manifest.json names each"
    yield f"next: lambda-triage diagnose {output}"
