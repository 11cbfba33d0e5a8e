"""A Node.js source → the names it exports and the packages it imports, by pattern, not by parse."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lambda_triage.evidence.documents.code import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterator

IMPORT_LIMIT = 500  # imports kept of one source
NAME = re.compile(r"[\w$]+")
# `exports.x =`, `export const x`, `defineProperty(exports, "x"`: one name each.
ONE = re.compile(
    r"\bexports\.(?P<a>[\w$]+)\s*="
    r"|\bexports\[\s*[\"'](?P<b>[\w$]+)[\"']"
    r"|\bexport\s+(?:async\s+)?(?:function\s*\*?|const|let|var|class)\s*(?P<c>[\w$]+)"
    r"|\bdefineProperty\(\s*(?:module\.)?exports\s*,\s*[\"'](?P<d>[\w$]+)"
)
# `module.exports = { x, y }`, `export { x as y }`, esbuild's `__export(src, { x: () => x })`.
MANY = re.compile(
    r"(?:\bmodule\.exports\s*=|\bexport|\b__export\(\s*[\w$]+\s*,)\s*\{(?P<names>[^}]{0,4000})"
)
# What makes the exports undecidable: re-exports, computed names, the result of a call.
OPEN = re.compile(
    r"\bexport\s*\*|\b__exportStar\b|\b__reExport\b|\bassign\(\s*(?:module\.)?exports\b"
    r"|\bmodule\.exports\s*=\s*(?![\s{])(?!__toCommonJS)|\bexports\[\s*(?![\s\"'])"
    r"|\bmodule\.exports\s*=\s*\{[^}]{0,4000}\.\.\.|\bexport\s+(?:const|let|var)\s*[\[{]"
)
IMPORT = re.compile(
    r"(?:\brequire\(\s*|\bfrom\s*|\bimport\s*\(?\s*)[\"'](?P<module>[@\w][^\"'\n]{0,200})[\"']"
)
GUARD = re.compile(r"\btry\s*\{\s*(?:(?:const|let|var)\s+)?[\w$\s{},]{0,80}=?\s*$")


def node_source(path: str, data: bytes, whole: bool) -> SourceFile:
    """What the text tells; the exports only where all of it was read."""
    text = data.decode("utf-8", "replace")
    imports = tuple(
        (found["module"], text.count("\n", 0, found.start()) + 1)
        for found, _ in zip(_imports(text), range(IMPORT_LIMIT), strict=False)
    )
    names = tuple(sorted(set(_names(text))))
    decided = whole and names and not OPEN.search(text)
    return SourceFile(path=path, names=names if decided else None, imports=imports)


def _imports(text: str) -> Iterator[re.Match[str]]:
    for found in IMPORT.finditer(text):
        if not GUARD.search(text[max(0, found.start() - 120) : found.start()]):
            yield found


def _names(text: str) -> Iterator[str]:
    for found in ONE.finditer(text):
        yield next(name for name in found.groups() if name)
    for found in MANY.finditer(text):
        yield from NAME.findall(found["names"])
