"""Code packages → one document each: what stands in them, read in place and never unpacked.

zip, folder, listing → members   names, sizes and modes, bounded
members              → marks     whether this is code at all, and what in it may be evidence
members              → package   native files by their headers, sources by their syntax
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.evidence.case import Case
    from lambda_triage.evidence.documents import Json


def read_package(case: Case, body: dict[str, Json], file: str, input: int) -> None:
    """Take the package that a document points at into the case. Raises FormatError where it
    cannot be read.
    """
    from lambda_triage.evidence.documents import Package
    from lambda_triage.sources.packages.members import members
    from lambda_triage.sources.packages.package import package

    case.add_documents(Package, [package(members(body), file, input)])
