"""One labelled incident of a benchmark file, and the case folder made of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct

from lambda_triage.errors import InputError
from lambda_triage.evidence.function import FunctionConfiguration
from lambda_triage.evidence.naming import UNNAMED

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NO_PROBLEM = "no_problem"
PROVEN = ("memory_mb", "timeout_s", "handler", "runtime", "architecture", "vpc", "package_type")


class Labelled(Struct, frozen=True):
    """What a tool may see of a row, and apart from it the label."""

    id: str
    logs: str
    config: Mapping[str, object]
    runtime: str | None
    category: str | None
    acceptable: frozenset[str]
    decidable_from: str
    tricky: bool
    folder: Path | None = None  # whole evidence instead of lines
    weighed: bool | None = None  # no single line or document names the cause
    made: str = ""  # written or executed

    @property
    def healthy(self) -> bool:
        """Whether the right answer is that nothing is wrong."""
        return self.category == NO_PROBLEM


def read(path: Path) -> Iterator[Labelled]:
    """Rows of a JSON-lines file, or a folder of cases; InputError names what is neither."""
    if path.is_dir():
        yield from _cases(path)
        return
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"cannot read {path}: {error}; give a JSON-lines file") from None
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line)
                yield _row(row, f"{path.stem}-{number}")
            except (msgspec.DecodeError, AttributeError, TypeError, KeyError) as error:
                raise InputError(
                    f"{path}:{number}: not a labelled incident ({error}); see docs/bench.md"
                ) from None


def _cases(folder: Path) -> Iterator[Labelled]:
    found = sorted(folder.glob("**/case.json"))
    if not found:
        raise InputError(f"{folder} holds no case: give folders with case.json and evidence/")
    for path in found:
        try:
            label = msgspec.json.decode(path.read_bytes())
            yield Labelled(
                id=path.parent.name,
                logs="",
                config={},
                runtime=None,
                category=str(label["cause"]) if label["cause"] else NO_PROBLEM,
                acceptable=frozenset(str(a) for a in label.get("also_acceptable") or []),
                decidable_from="logs+config",
                tricky=bool(label.get("decoy")),
                folder=path.parent / "evidence",
                weighed=bool(label.get("weighed")) if label["cause"] else None,
                made=str(label.get("made") or ""),
            )
        except (msgspec.DecodeError, AttributeError, TypeError, KeyError) as error:
            raise InputError(f"{path}: not a case ({error}); see docs/bench.md") from None


def _row(row: Mapping[str, object], fallback: str) -> Labelled:
    label = row.get("label")
    label = label if isinstance(label, dict) else {}
    logs = row["logs"]
    config = row.get("config")
    metrics = row.get("metrics")
    known = dict(config) if isinstance(config, dict) else {}
    known |= metrics if isinstance(metrics, dict) else {}
    acceptable = label.get("also_acceptable") or []
    return Labelled(
        id=str(row.get("id") or fallback),
        logs="\n".join(str(x) for x in logs) if isinstance(logs, list) else str(logs),
        config=known,
        runtime=str(row["runtime"]) if row.get("runtime") else None,
        category=str(label["category"]) if label.get("category") else None,
        acceptable=frozenset(str(a) for a in acceptable if isinstance(acceptable, list)),
        decidable_from=str(row.get("decidable_from") or "unknown"),
        tricky=bool(row.get("tricky")),
    )


def configuration(row: Labelled) -> FunctionConfiguration:
    """The partial configuration that a row tells: what it does not say is unknown."""
    told = row.config
    runtime = told.get("runtime") or row.runtime
    layers = told.get("layers")
    trigger = told.get("trigger")
    return FunctionConfiguration(
        resource=UNNAMED,
        complete=False,
        runtime=_identifier(runtime),
        handler=str(told["handler"]) if told.get("handler") else None,
        timeout_s=_whole(told.get("timeout_s")),
        memory_mb=_whole(told.get("memory_mb")),
        architecture=str(told["architecture"]) if told.get("architecture") else None,
        package_type=str(told["package_type"]) if told.get("package_type") else None,
        vpc=bool(told["vpc"]) if "vpc" in told else None,
        layers=tuple(str(x) for x in layers) if isinstance(layers, list) else None,
        trigger=str(trigger) if trigger else None,
        notes={k: str(v) for k, v in told.items() if k not in (*PROVEN, "layers", "trigger")},
    )


def _identifier(runtime: object) -> str | None:
    """`python3.9` out of `python3.9 (Zappa)`; None for `unknown`."""
    word = str(runtime).split()[0].lower() if runtime else ""
    return word if word and word != "unknown" else None


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
