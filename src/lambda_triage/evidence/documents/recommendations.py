"""What Compute Optimizer found out about a function's memory."""

from __future__ import annotations

from typing import ClassVar

from lambda_triage.evidence.documents.document import Document, Json, told


class Recommendation(Document, frozen=True, kw_only=True):
    """GetLambdaFunctionRecommendations: one function and version."""

    KIND: ClassVar[str] = "recommendations"

    memory_mb: int | None = told("currentMemorySize")
    finding: str | None = told("finding")
    reasons: tuple[str, ...] | None = told("findingReasonCodes", absent=())
    invocations: int | None = told("numberOfInvocations")
    days: float | None = told("lookbackPeriodInDays")
    utilization: Json = told("utilizationMetrics")
    options: Json = told("memorySizeRecommendationOptions")

    @property
    def proposed_mb(self) -> int | None:
        """The memory size of the first option."""
        options = self.options if isinstance(self.options, list) else []
        ranked = [
            o for o in options if isinstance(o, dict) and isinstance(o.get("memorySize"), int)
        ]
        first = min(ranked, key=_rank, default=None)
        size = first.get("memorySize") if first else None
        return size if isinstance(size, int) else None

    @property
    def projected_ms(self) -> float | None:
        """The duration that is expected at the proposed size."""
        options = self.options if isinstance(self.options, list) else []
        for option in options:
            if isinstance(option, dict) and option.get("memorySize") == self.proposed_mb:
                return _measured(option.get("projectedUtilizationMetrics"), "Duration", "Expected")
        return None

    def measured(self, name: str, statistic: str) -> float | None:
        """Duration in ms or Memory in MB; Average or Maximum of the period looked at."""
        return _measured(self.utilization, name, statistic)


def _rank(option: dict[str, Json]) -> int:
    rank = option.get("rank")
    return rank if isinstance(rank, int) else 99  # the API ranks from 1


def _measured(metrics: Json, name: str, statistic: str) -> float | None:
    for metric in metrics if isinstance(metrics, list) else []:
        if isinstance(metric, dict) and metric.get("name") == name:
            value = metric.get("value")
            told = metric.get("statistic") == statistic and not isinstance(value, bool)
            if told and isinstance(value, int | float):
                return float(value)
    return None
