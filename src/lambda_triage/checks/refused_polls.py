"""Pollers of event source mappings that a broker or a schema registry does not let in."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lambda_triage.evidence.documents import Mapping

PROBLEM = "PROBLEM"  # how Lambda begins a LastProcessingResult that is not good
# StateTransitionReason of a stopped Amazon MQ consumer (Lambda guide, "Troubleshoot Amazon MQ event
# source mapping errors", 2026).
LOGIN, RIGHTS = "EVENT_SOURCE_AUTHN_ERROR", "EVENT_SOURCE_AUTHZ_ERROR"
BROKERS = ("mq", "rds")  # Amazon MQ, and DocumentDB, whose ARNs are of rds
REFUSED = re.compile(
    r"(?i)den(?:y|ied)|not authori[sz]ed|unauthori[sz]ed|forbidden|authenticat|failed to authori"
    r"|\b40[13]\b|credential"
)
SIGNED_IN = re.compile(r"(?i)authenticat|log ?in (?:failed|refused)|credential|ACCESS_REFUSED")
REGISTRY = re.compile(r"(?i)schema[ _-]?registr|\bglue:GetSchema|\bglue:GetRegistry")


def refusal(mapping: Mapping) -> str | None:
    """`registry`, `login` or `rights`: who refused the poller; None where nobody is known to."""
    result, reason = mapping.last_result or "", mapping.reason or ""
    problem = result if result.startswith(PROBLEM) else ""
    if mapping.state == "Enabled" and result == "OK":
        return None  # the reason is of an earlier time
    if REGISTRY.search(problem) and REFUSED.search(problem):
        return "registry"
    if mapping.service not in BROKERS:
        return None  # what Kafka answers, network/kafka-unreachable knows
    if LOGIN in reason or LOGIN in problem or SIGNED_IN.search(problem):
        return "login"
    return "rights" if RIGHTS in reason or RIGHTS in problem else None


def told(mapping: Mapping) -> tuple[str, str]:
    """The field that tells it, and its text."""
    result = mapping.last_result or ""
    if result.startswith(PROBLEM):
        return "last_result", f"LastProcessingResult: {result[:300]}"
    return "reason", f"StateTransitionReason: {(mapping.reason or '')[:300]}"
