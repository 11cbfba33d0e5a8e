"""Numbers of a planned function against the limits: what they exceed, and what they need."""

from __future__ import annotations

import math
from decimal import Decimal

from msgspec import Struct

from lambda_triage.facts.prices import duration_usd, requests_usd
from lambda_triage.guidance.figures import figure, limit

MB = 1 << 20
MONTH_S = 30 * 86_400
FITS, TIGHT, EXCEEDS = "fits", "tight", "exceeds"


class Measures(Struct, frozen=True):
    """What is known of the function; None where it is not.

    waits  a caller waits for the answer: the limits of synchronous invocations apply
    """

    duration_ms: float | None = None
    requests_per_second: float | None = None
    payload_bytes: int | None = None
    memory_mb: int | None = None
    waits: bool = False


class Judgement(Struct, frozen=True):
    """One number against one limit, with what to do and where the limit is told."""

    result: str
    says: str
    source: str


def judged(measures: Measures) -> tuple[Judgement, ...]:
    """What the numbers meet, the worst first."""
    found = [
        *_duration(measures),
        *_memory(measures),
        *_payload(measures),
        *_concurrency(measures),
    ]
    rank = {EXCEEDS: 0, TIGHT: 1, FITS: 2}
    return (*sorted(found, key=lambda each: rank[each.result]), *_cost(measures))


def _duration(measures: Measures) -> list[Judgement]:
    if measures.duration_ms is None:
        return []
    seconds, most = measures.duration_ms / 1000, limit("function_timeout_s")
    told = f"{seconds:g} s of {figure('function_timeout_s')}"
    if seconds > most.value:
        way = "cut the work (Step Functions, one message a piece) or run it in AWS Batch or ECS"
        return [Judgement(EXCEEDS, f"{told}: {way}", most.source)]
    api = limit("apigw_http_timeout_ms")
    if measures.waits and measures.duration_ms > limit("apigw_rest_timeout_ms").value:
        rest = f"a REST API after {figure('apigw_rest_timeout_ms')} unless raised"
        way = "answer 202 and let a queue's worker do it, or use a function URL"
        says = f"{seconds:g} s: an HTTP API gives up after {figure(api.name)}, {rest}; {way}"
        return [Judgement(EXCEEDS, says, api.source)]
    result = TIGHT if seconds > most.value / 2 else FITS
    hint = "; a slow day may exceed it" if result == TIGHT else ""
    return [Judgement(result, told + hint, most.source)]


def _memory(measures: Measures) -> list[Judgement]:
    if measures.memory_mb is None:
        return []
    most, vcpu = limit("function_memory_max_mb"), limit("memory_per_vcpu_mb")
    share = f"{measures.memory_mb / vcpu.value:.2g} vCPU at {measures.memory_mb:,} MB"
    if measures.memory_mb > most.value:
        says = f"{measures.memory_mb:,} MB of {figure(most.name)}: ECS, or Managed Instances"
        return [Judgement(EXCEEDS, says, most.source)]
    least = limit("function_memory_min_mb").value
    if measures.memory_mb < least:
        return [
            Judgement(EXCEEDS, f"{measures.memory_mb} MB: {least} MB is the least", most.source)
        ]
    return [Judgement(FITS, share, vcpu.source)]


def _payload(measures: Measures) -> list[Judgement]:
    if measures.payload_bytes is None:
        return []
    name = "payload_sync_mb" if measures.waits else "payload_async_mb"
    most = limit(name)
    told = f"{measures.payload_bytes / MB:.2f} MB of {figure(name)}"
    if measures.payload_bytes <= most.value * MB:
        return [Judgement(FITS, told, most.source)]
    streamed = limit("payload_streamed_mb")
    if measures.waits and measures.payload_bytes <= streamed.value * MB:
        way = f"an answer may be streamed (to {figure(streamed.name)}), a request not"
    else:
        way = "hand it over in S3"
    return [Judgement(EXCEEDS, f"{told}: {way}; or a presigned URL of S3", most.source)]


def _concurrency(measures: Measures) -> list[Judgement]:
    """Environments at once: rate times duration, and at least a tenth of the rate."""
    if measures.requests_per_second is None or measures.duration_ms is None:
        return []
    rate, each = measures.requests_per_second, limit("requests_per_environment")
    busy = rate * measures.duration_ms / 1000
    needed = math.ceil(max(busy, rate / each.value if measures.waits else 0))
    account, speed = limit("account_concurrency"), limit("concurrency_scaling")
    told = f"{rate:g} a second for {measures.duration_ms:g} ms need {needed:,} environments at once"
    quota = f"{account.value:,} are the default of an account and region"
    ramp = (
        f"; from none in {math.ceil(needed / speed.value) * 10} s" if needed > speed.value else ""
    )
    free = account.value - limit("concurrency_unreserved_min").value
    if needed > account.value:
        says = f"{told}; {quota}: ask for more in Service Quotas{ramp}, or put a queue in front"
        return [Judgement(EXCEEDS, says, account.source)]
    if needed > free // 2:
        says = f"{told}; {quota}, for all functions: reserve, or ask for more"
        return [Judgement(TIGHT, says, account.source)]
    return [Judgement(FITS, f"{told}; {quota}", account.source)]


def _cost(measures: Measures) -> list[Judgement]:
    """A month at list price, where rate, duration and memory are known."""
    if None in (measures.requests_per_second, measures.duration_ms, measures.memory_mb):
        return []
    count = int((measures.requests_per_second or 0) * MONTH_S)
    used = int(count * (measures.duration_ms or 0) * (measures.memory_mb or 0))
    usd = requests_usd(count) + duration_usd(used, "arm64")
    says = f"about ${usd.quantize(Decimal(1)):,} for 30 days at this rate, arm64, without free tier"
    return [Judgement(FITS, says, "AWS Lambda pricing, as of 2026-11-21")]
