"""Would a sample event have invoked the function, and if not, at which edge and why."""

from lambda_triage.pipeline.trigger.explain import Explained, explain_trigger
from lambda_triage.pipeline.trigger.way import Answer, Step, Way

__all__ = ["Answer", "Explained", "Step", "Way", "explain_trigger"]
