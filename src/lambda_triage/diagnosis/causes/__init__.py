"""Causes that are weighed because their symptom has many explanations: one file and page each."""

from importlib.resources import files

from lambda_triage.diagnosis.causes.apigw_29s_timeout import APIGW_29S_TIMEOUT
from lambda_triage.diagnosis.causes.apigw_permission_missing import APIGW_PERMISSION_MISSING
from lambda_triage.diagnosis.causes.app_code_error import APP_CODE_ERROR
from lambda_triage.diagnosis.causes.authorizer_failure import AUTHORIZER_FAILURE
from lambda_triage.diagnosis.causes.cold_start_init import COLD_START_INIT
from lambda_triage.diagnosis.causes.connection_not_reused import CONNECTION_NOT_REUSED
from lambda_triage.diagnosis.causes.cpu_starved import CPU_STARVED
from lambda_triage.diagnosis.causes.db_pool_exhaustion import DB_POOL_EXHAUSTION
from lambda_triage.diagnosis.causes.deploy_regression import DEPLOY_REGRESSION
from lambda_triage.diagnosis.causes.dlq_misconfigured import DLQ_MISCONFIGURED
from lambda_triage.diagnosis.causes.downstream_throttling import DOWNSTREAM_THROTTLING
from lambda_triage.diagnosis.causes.entrypoint_invalid import ENTRYPOINT_INVALID
from lambda_triage.diagnosis.causes.esm_disabled_or_failed import ESM_DISABLED_OR_FAILED
from lambda_triage.diagnosis.causes.esm_poison_record import ESM_POISON_RECORD
from lambda_triage.diagnosis.causes.event_filter_mismatch import EVENT_FILTER_MISMATCH
from lambda_triage.diagnosis.causes.event_loop_not_empty import EVENT_LOOP_NOT_EMPTY
from lambda_triage.diagnosis.causes.init_timeout import INIT_TIMEOUT
from lambda_triage.diagnosis.causes.iterator_age import ITERATOR_AGE
from lambda_triage.diagnosis.causes.kinesis_shard_throttle import KINESIS_SHARD_THROTTLE
from lambda_triage.diagnosis.causes.layer_conflict import LAYER_CONFLICT
from lambda_triage.diagnosis.causes.memory_leak import MEMORY_LEAK
from lambda_triage.diagnosis.causes.nat_exhausted import NAT_EXHAUSTED
from lambda_triage.diagnosis.causes.oom_killed import OOM_KILLED
from lambda_triage.diagnosis.causes.poisoned_environment import POISONED_ENVIRONMENT
from lambda_triage.diagnosis.causes.reserved_concurrency_limit import RESERVED_CONCURRENCY_LIMIT
from lambda_triage.diagnosis.causes.response_malformed_502 import RESPONSE_MALFORMED_502
from lambda_triage.diagnosis.causes.retry_budget_exceeds_timeout import RETRY_BUDGET
from lambda_triage.diagnosis.causes.security_group_blocked import SECURITY_GROUP_BLOCKED
from lambda_triage.diagnosis.causes.slow_downstream import SLOW_DOWNSTREAM
from lambda_triage.diagnosis.causes.snapstart_stale_connection import SNAPSTART_STALE_CONNECTION
from lambda_triage.diagnosis.causes.sqs_visibility_timeout import SQS_VISIBILITY_TIMEOUT
from lambda_triage.diagnosis.causes.throttled_concurrency import THROTTLED_CONCURRENCY
from lambda_triage.diagnosis.causes.throttled_poller_overscale import THROTTLED_POLLER_OVERSCALE
from lambda_triage.diagnosis.causes.timeout_default_3s import TIMEOUT_DEFAULT_3S
from lambda_triage.diagnosis.causes.timeout_downstream import TIMEOUT_DOWNSTREAM
from lambda_triage.diagnosis.causes.timeout_vpc_no_route import TIMEOUT_VPC_NO_ROUTE
from lambda_triage.diagnosis.causes.token_expired import TOKEN_EXPIRED
from lambda_triage.diagnosis.causes.traffic_surge import TRAFFIC_SURGE
from lambda_triage.diagnosis.causes.trigger_disabled import TRIGGER_DISABLED
from lambda_triage.diagnosis.causes.trigger_permission_missing import TRIGGER_PERMISSION_MISSING
from lambda_triage.diagnosis.causes.work_grows_with_input import WORK_GROWS_WITH_INPUT

HYPOTHESES = (
    APIGW_29S_TIMEOUT,
    APIGW_PERMISSION_MISSING,
    APP_CODE_ERROR,
    AUTHORIZER_FAILURE,
    COLD_START_INIT,
    CONNECTION_NOT_REUSED,
    CPU_STARVED,
    DB_POOL_EXHAUSTION,
    DEPLOY_REGRESSION,
    DLQ_MISCONFIGURED,
    DOWNSTREAM_THROTTLING,
    ENTRYPOINT_INVALID,
    ESM_DISABLED_OR_FAILED,
    ESM_POISON_RECORD,
    EVENT_FILTER_MISMATCH,
    EVENT_LOOP_NOT_EMPTY,
    INIT_TIMEOUT,
    ITERATOR_AGE,
    KINESIS_SHARD_THROTTLE,
    LAYER_CONFLICT,
    MEMORY_LEAK,
    NAT_EXHAUSTED,
    OOM_KILLED,
    POISONED_ENVIRONMENT,
    RESERVED_CONCURRENCY_LIMIT,
    RESPONSE_MALFORMED_502,
    RETRY_BUDGET,
    SECURITY_GROUP_BLOCKED,
    SLOW_DOWNSTREAM,
    SNAPSTART_STALE_CONNECTION,
    SQS_VISIBILITY_TIMEOUT,
    THROTTLED_CONCURRENCY,
    THROTTLED_POLLER_OVERSCALE,
    TIMEOUT_DEFAULT_3S,
    TIMEOUT_DOWNSTREAM,
    TIMEOUT_VPC_NO_ROUTE,
    TOKEN_EXPIRED,
    TRAFFIC_SURGE,
    TRIGGER_DISABLED,
    TRIGGER_PERMISSION_MISSING,
    WORK_GROWS_WITH_INPUT,
)

__all__ = ["HYPOTHESES", "page"]


def page(slug: str) -> str:
    """The page of one weighed cause."""
    return files(__name__).joinpath(f"{slug}.md").read_text(encoding="utf-8")
