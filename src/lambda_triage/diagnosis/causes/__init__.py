"""Causes that are weighed because their symptom has many explanations: one file and page each."""

from importlib.resources import files

from lambda_triage.diagnosis.causes.apigw_29s_timeout import APIGW_29S_TIMEOUT
from lambda_triage.diagnosis.causes.cold_start_init import COLD_START_INIT
from lambda_triage.diagnosis.causes.cpu_starved import CPU_STARVED
from lambda_triage.diagnosis.causes.deploy_regression import DEPLOY_REGRESSION
from lambda_triage.diagnosis.causes.entrypoint_invalid import ENTRYPOINT_INVALID
from lambda_triage.diagnosis.causes.event_loop_not_empty import EVENT_LOOP_NOT_EMPTY
from lambda_triage.diagnosis.causes.init_timeout import INIT_TIMEOUT
from lambda_triage.diagnosis.causes.memory_leak import MEMORY_LEAK
from lambda_triage.diagnosis.causes.nat_exhausted import NAT_EXHAUSTED
from lambda_triage.diagnosis.causes.oom_killed import OOM_KILLED
from lambda_triage.diagnosis.causes.poisoned_environment import POISONED_ENVIRONMENT
from lambda_triage.diagnosis.causes.retry_budget_exceeds_timeout import RETRY_BUDGET
from lambda_triage.diagnosis.causes.security_group_blocked import SECURITY_GROUP_BLOCKED
from lambda_triage.diagnosis.causes.snapstart_stale_connection import SNAPSTART_STALE_CONNECTION
from lambda_triage.diagnosis.causes.timeout_default_3s import TIMEOUT_DEFAULT_3S
from lambda_triage.diagnosis.causes.timeout_downstream import TIMEOUT_DOWNSTREAM
from lambda_triage.diagnosis.causes.timeout_vpc_no_route import TIMEOUT_VPC_NO_ROUTE
from lambda_triage.diagnosis.causes.token_expired import TOKEN_EXPIRED

HYPOTHESES = (
    APIGW_29S_TIMEOUT,
    COLD_START_INIT,
    CPU_STARVED,
    DEPLOY_REGRESSION,
    ENTRYPOINT_INVALID,
    EVENT_LOOP_NOT_EMPTY,
    INIT_TIMEOUT,
    MEMORY_LEAK,
    NAT_EXHAUSTED,
    OOM_KILLED,
    POISONED_ENVIRONMENT,
    RETRY_BUDGET,
    SECURITY_GROUP_BLOCKED,
    SNAPSTART_STALE_CONNECTION,
    TIMEOUT_DEFAULT_3S,
    TIMEOUT_DOWNSTREAM,
    TIMEOUT_VPC_NO_ROUTE,
    TOKEN_EXPIRED,
)

__all__ = ["HYPOTHESES", "page"]


def page(slug: str) -> str:
    """The page of one weighed cause."""
    return files(__name__).joinpath(f"{slug}.md").read_text(encoding="utf-8")
