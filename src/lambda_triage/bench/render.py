"""Scores as text for a person and as JSON for a machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from lambda_triage.bench.score import Scores, Share, correct

if TYPE_CHECKING:
    from lambda_triage.bench.run import Result


def as_text(result: Result, *, misses: bool = False) -> str:
    """A page for the terminal."""
    scores = result.scores
    lines = [f"{len(result.rows)} labelled rows", "", *_block(scores)]
    if result.bare is not None:
        lines += ["", "without runtime and origin:", *_block(result.bare)]
    lines += ["", "reliability (verdict cause_found): confidence, said, right"]
    for low, high, share, mean in scores.reliability:
        lines.append(f"  {low:.1f}-{high:.1f}  {mean:.2f}  {_words(share)}")
    lines += [f"  Brier score {scores.brier:.3f}", "", "per cause:"]
    for cause, share in scores.by_cause.items():
        low, high = share.interval
        told = f"{share.right}/{share.total}"
        lines.append(f"  {cause:<32} {told:<7} (95 %: {low:.0%} to {high:.0%})")
    if misses:
        lines += ["", "missed:", *_misses(result)]
    return "\n".join(lines) + "\n"


def as_json(result: Result) -> str:
    """`{"cases": […], "scores": {…}}`."""
    cases = [
        {
            "id": a.id,
            "verdict": a.verdict,
            "causes": [{"cause": c, "confidence": p} for c, p in a.causes],
        }
        for a in result.answers
    ]
    scores = {"given": _plain(result.scores)}
    if result.bare is not None:
        scores["without_runtime_and_origin"] = _plain(result.bare)
    data = msgspec.json.encode({"cases": cases, "scores": scores})
    return msgspec.json.format(data, indent=2).decode() + "\n"


def _block(scores: Scores) -> list[str]:
    rows = {
        "top-1, decidable": scores.top1,
        "top-3, decidable": scores.top3,
        "top-1, all": scores.all_top1,
        "top-1, weighed": scores.weighed,
        "top-1, by message": scores.message,
        "top-1, tricky": scores.tricky,
        "best candidate right": scores.forced,
        "abstained": scores.abstained,
        "wrongly sure": scores.wrong,
        "healthy left alone": scores.healthy,
    }
    rows |= {f"  from {k}": s for k, s in scores.by_decidable.items()}
    return [f"  {name:<24} {_words(share)}" for name, share in rows.items() if share.total]


def _words(share: Share) -> str:
    low, high = share.interval
    return f"{share.right:>3}/{share.total:<3} {share.share:>4.0%}  (95 %: {low:.0%} to {high:.0%})"


def _misses(result: Result) -> list[str]:
    lines = []
    for row, answer in zip(result.rows, result.answers, strict=True):
        if row.category is not None and not correct(row, answer):
            said = ", ".join(f"{c} {p:.2f}" for c, p in answer.causes[:3]) or "nothing"
            lines.append(
                f"  {row.id} ({row.decidable_from}): {row.category}; {answer.verdict}: {said}"
            )
    return lines


def _plain(scores: Scores) -> dict[str, object]:
    shares = {
        "top1": scores.top1,
        "top3": scores.top3,
        "all_top1": scores.all_top1,
        "forced": scores.forced,
        "weighed": scores.weighed,
        "message": scores.message,
        "abstained": scores.abstained,
        "wrong": scores.wrong,
        "healthy": scores.healthy,
        "tricky": scores.tricky,
    }
    plain: dict[str, object] = {name: _share(share) for name, share in shares.items()}
    plain["by_decidable_from"] = {k: _share(s) for k, s in scores.by_decidable.items()}
    plain["by_cause"] = {k: _share(s) for k, s in scores.by_cause.items()}
    plain["reliability"] = [
        {"from": low, "to": high, "mean_confidence": mean, **_share(share)}
        for low, high, share, mean in scores.reliability
    ]
    plain["brier"] = scores.brier
    return plain


def _share(share: Share) -> dict[str, float | int]:
    low, high = share.interval
    return {
        "right": share.right,
        "total": share.total,
        "share": round(share.share, 4),
        "low": round(low, 4),
        "high": round(high, 4),
    }
