"""The same incident in other words: what a rule that has learnt one report by heart would miss.

Ids, account numbers, names, paths, line numbers and dates change, the same thing the same way
everywhere; three lines in ten are left out, but never the last of a shape, since no tool finds what
is not there; files change their order, and so do events that carry their time beside the message.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DROPPED = 0.3  # share of the lines left out
TEXT = {".log", ".txt", ".json", ".jsonl", ".csv", ".yaml", ".yml", ".tf", ".out", ""}
# A word begins here, also right after a tab or line break that JSON spells with a letter.
BEGIN = r"(?:\b|(?<=\\[tnr]))"
UUID = re.compile(BEGIN + r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")
ACCOUNT = re.compile(r"(?<![\d.])\d{12}(?![\d.])")
HEX = re.compile(r"(?<!\d\.)" + BEGIN + r"(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{16,64}\b")
DAY = re.compile(BEGIN + r"20[12]\d-[01]\d-[0-3]\d(?=[T ])")
STREAM_DAY = re.compile(r"\b20[12]\d/[01]\d/[0-3]\d(?=/)")
# Seconds or milliseconds since the epoch, of this century's second and third decade.
EPOCH = re.compile(r"(?<![\w.$-])(?P<s>1[4-9]\d{8})(?P<ms>\d{3})?(?![\w-])")
FUNCTION = re.compile(
    r"(?:function:|/aws/lambda/|\"FunctionName\": ?\")(?P<name>[A-Za-z][\w-]{4,63})"
)
FRAME = re.compile(r"(?P<head>/(?:var/task|opt)/(?:[\w-]+/)*)(?P<name>[A-Za-z_]\w{3,})(?=\.\w)")
AT_LINE = re.compile(r"(?P<head>\bline |\.(?:py|js|mjs|ts|java|rb|go|cs):)(?P<line>\d{1,4})\b")
TIMED = re.compile(r"^\[?20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.,]\d{3,6}(?:Z|[+-]\d\d:?\d\d)?[\s\]]")
KEPT = {"index", "lambda_function", "bootstrap", "package", "handler", "runtime", "awslambdaric"}


def perturb(source: Path, target: Path, seed: str, *, dropped: float = DROPPED) -> list[str]:
    """Write a changed copy of the evidence below *source*, and name its files, in another order.

    dropped  share of the events left out
    """
    chance = random.Random(hashlib.blake2b(seed.encode(), digest_size=8).digest())  # noqa: S311
    files = sorted(p for p in source.rglob("*") if p.is_file())
    texts = {p: p.read_text("utf-8") for p in files if p.suffix in TEXT and _is_text(p)}
    rename = renamer("\n".join(texts.values()), chance)
    written = []
    for path in files:
        there = target / path.relative_to(source)
        there.parent.mkdir(parents=True, exist_ok=True)
        if path in texts:
            there.write_text(rearranged(rename(texts[path]), chance, dropped), encoding="utf-8")
        else:
            there.write_bytes(path.read_bytes())
        written.append(str(there))
    chance.shuffle(written)
    return written


def _is_text(path: Path) -> bool:
    try:
        path.read_text("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def renamer(text: str, chance: random.Random) -> Callable[[str], str]:
    """A function that renames what *text* names, each thing the same way everywhere."""
    days = timedelta(days=chance.randint(-200, -1))
    seconds = int(days.total_seconds())
    shift = chance.randint(1, 40)
    names = {m["name"] for m in FUNCTION.finditer(text)} | {m["name"] for m in FRAME.finditer(text)}
    new = {n: f"{n[:2]}{chance.randrange(16**4):04x}x" for n in sorted(names - KEPT, key=len)}
    known = re.compile("|".join(sorted(map(re.escape, new), key=len, reverse=True)) or r"(?!)")

    def other(found: re.Match[str], digits: str) -> str:
        draw = random.Random(f"{shift}{found[0]}")  # noqa: S311
        return "".join(draw.choice(digits) if c in digits else c for c in found[0])

    def rename(value: str) -> str:
        value = UUID.sub(lambda m: other(m, "0123456789abcdef"), value)
        value = HEX.sub(lambda m: other(m, "0123456789abcdef"), value)
        value = ACCOUNT.sub(lambda m: other(m, "123456789"), value)
        value = DAY.sub(lambda m: _moved(m[0], "%Y-%m-%d", days), value)
        value = STREAM_DAY.sub(lambda m: _moved(m[0], "%Y/%m/%d", days), value)
        value = EPOCH.sub(lambda m: f"{int(m['s']) + seconds}{m['ms'] or ''}", value)
        value = AT_LINE.sub(lambda m: f"{m['head']}{int(m['line']) + shift}", value)
        return known.sub(lambda m: new[m[0]], value)

    return rename


def _moved(day: str, form: str, days: timedelta) -> str:
    try:
        return (datetime.strptime(day, form) + days).strftime(form)
    except ValueError:
        return day


def rearranged(text: str, chance: random.Random, dropped: float) -> str:
    """Fewer events in another order, as far as the form carries their time."""
    if text.lstrip().startswith(("{", "[")):
        return _rearranged_json(text, chance, dropped)
    events = _events(text)
    kept = _thinned(events, chance, dropped)
    return "\n".join(kept) + "\n"


def _events(text: str) -> list[str]:
    """Lines with those that continue them, where lines begin with a time; else single lines."""
    lines = text.splitlines()
    if not lines or not TIMED.match(lines[0]):
        return lines
    events: list[str] = []
    for line in lines:
        if TIMED.match(line) or not events:
            events.append(line)
        else:
            events[-1] += "\n" + line
    return events


def _thinned(events: list[str], chance: random.Random, dropped: float) -> list[str]:
    shapes = [shape(event) for event in events]
    left = {s: shapes.count(s) for s in set(shapes)}
    kept = []
    for event, its in zip(events, shapes, strict=True):
        if left[its] > 1 and chance.random() < dropped:
            left[its] -= 1
            continue
        kept.append(event)
    return kept


def shape(event: str) -> str:
    """An event with its numbers and ids taken out."""
    return re.sub(r"[0-9a-f]{4,}|\d+", "#", UUID.sub("#", event))


def _rearranged_json(text: str, chance: random.Random, dropped: float) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    events = value.get("events") if isinstance(value, dict) else None
    if not isinstance(events, list) or not all(
        isinstance(e, dict) and "message" in e and "timestamp" in e for e in events
    ):
        return text
    shapes = {shape(str(e["message"])) for e in events}
    kept = [e for e in events if chance.random() >= dropped or _last(shapes, e)]
    chance.shuffle(kept)
    return json.dumps(value | {"events": kept}, indent=4, ensure_ascii=False) + "\n"


def _last(shapes: set[str], event: dict[str, object]) -> bool:
    """Whether the event is the first of its shape: that one always stays."""
    its = shape(str(event["message"]))
    if its in shapes:
        shapes.discard(its)
        return True
    return False
