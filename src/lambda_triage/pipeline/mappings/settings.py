"""Whether AWS takes the settings of a mapping, and whether they go together.

Names, types and ranges are those of botocore's model; which setting belongs to which source is
facts/mapping_settings.tsv; filters are judged by `patterns`. What remains here are rules that bind
two settings, or a setting and what stands around the mapping.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from lambda_triage.checks.queues.visibility_margin import FACTOR, MOST_S
from lambda_triage.errors import PatternError, UsageError
from lambda_triage.facts.mapping_settings import mapping_settings, of_source, takers
from lambda_triage.patterns import parse_filter_criteria
from lambda_triage.pipeline.mappings.kinds import (
    FILTERED,
    KAFKA,
    QUEUES,
    STREAMS,
    kind_of_arn,
    kind_of_settings,
)
from lambda_triage.pipeline.mappings.typed import Problem, is_reference, typed
from lambda_triage.sources.aws.parameters import parameters

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from lambda_triage.evidence.documents import Json

    Settings = Mapping[str, Json]

CREATE = "lambda.CreateEventSourceMapping"
GUIDE = "https://docs.aws.amazon.com/lambda/latest/dg/"
API = "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html"
# What GetEventSourceMapping tells besides the settings, so that its answer can be given as it is.
TOLD = frozenset({
    "UUID", "FunctionArn", "LastModified", "LastProcessingResult", "State",
    "StateTransitionReason", "EventSourceMappingArn", "FilterCriteriaError", "ResponseMetadata",
})  # fmt: skip
TEMPLATE_NAMES = {"KmsKeyArn": "KMSKeyArn"}  # CloudFormation's → the API's
WINDOW = "MaximumBatchingWindowInSeconds"
WINDOWLESS = 10  # messages: a larger batch of a queue needs a batch window
LEAST_AGE_S = 60  # API_CreateEventSourceMapping, MaximumRecordAgeInSeconds (2026-11)
DESTINATIONS = ("sqs", "sns", "s3")  # services of ARNs. API_OnFailure (2026-11)
_LOGIN = ("SourceAccessConfigurations", '[{"Type": "BASIC_AUTH", "URI": "<arn of the secret>"}]')
# Without which a new mapping is refused. Lambda guide, with-mq-configure, with-documentdb-tutorial,
# msk-esm-parameters, kafka-esm-parameters (2026-11).
REQUIRED: dict[str, tuple[tuple[str, str], ...]] = {
    "msk": (("Topics", '["<topic>"]'),),
    "kafka": (("Topics", '["<topic>"]'),),
    "mq": (("Queues", '["<queue>"]'), _LOGIN),
    "documentdb": (("DocumentDBEventSourceConfig.DatabaseName", "<database>"), _LOGIN),
}
# Error handling of Kafka mappings, and what switches it off. kafka-retry-configurations (2026-11)
HANDLING: dict[str, Json] = {
    "MaximumRetryAttempts": -1, "MaximumRecordAgeInSeconds": -1,
    "BisectBatchOnFunctionError": False, "FunctionResponseTypes": [],
}  # fmt: skip
STARTED = ("kinesis", "dynamodb", "msk", "kafka", "documentdb")


class Around(Struct, frozen=True):
    """What is known around the mapping; None is unknown.

    now  settings that the mapping has, where it is changed and not created
    """

    timeout_s: int | None = None
    reserved: int | None = None
    visibility_s: int | None = None
    now: dict[str, Json] | None = None


class Validated(Struct, frozen=True):
    """What is wrong with the settings of a mapping to this kind of source."""

    source: str
    problems: tuple[Problem, ...]

    @property
    def taken(self) -> bool:
        """Whether AWS would take the settings, as far as can be known."""
        return not any(problem.verdict == "refused" for problem in self.problems)


def validate(
    configs: Settings, source: str | None = None, around: Around | None = None
) -> Validated:
    """Judge settings by the API's names, with types as in JSON.

    source  of facts/mapping_settings.tsv; told by the settings where left out
    Raises UsageError where nothing tells the source.
    """
    known = {TEMPLATE_NAMES.get(name, name): value for name, value in configs.items()}
    kind = source or kind_of_settings({**((around and around.now) or {}), **known})
    if kind is None:
        raise UsageError("event_source is not told by these configs; give event_source, too")
    told = kind_of_arn(str(known.get("EventSourceArn") or ""))
    if source is not None and told not in (None, source) and not _both_queues(source, told):
        raise UsageError(f"the configs are of {told}, event_source says {source}; give one")
    kind = told if told and _both_queues(kind, told) else kind
    return Validated(kind, tuple(_problems(known, kind, around or Around())))


def _both_queues(one: str, other: str | None) -> bool:
    return one in QUEUES and other in QUEUES


def _problems(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    refused = tuple(typed(dict(configs), parameters(CREATE), skip=TOLD))
    yield from refused
    wrong = {problem.setting for problem in refused}
    fit = {name: value for name, value in configs.items() if name not in wrong | TOLD}
    yield from _foreign(fit, kind)
    yield from _ranges(fit, kind)
    whole = {**_settable(around.now), **fit}
    for rule in RULES:
        yield from rule(whole, kind, around)
    yield from _fixed(fit, around)


def _settable(now: Settings | None) -> dict[str, Json]:
    return {name: value for name, value in (now or {}).items() if name not in TOLD}


def _foreign(configs: Settings, kind: str) -> Iterator[Problem]:
    """Settings that this kind of source does not take."""
    for name, value in _parts(configs):
        sources = takers(name) or (("kafka",) if name.startswith("SourceAccess") else ())
        if value in (None, [], {}) or kind in sources or not sources:
            continue
        if name == WINDOW and value == 0:
            continue  # so Lambda answers of FIFO queues
        page = next((s.page for s in mapping_settings() if s.name == name), API)
        why = f"a mapping to {kind} does not take it; those to {', '.join(sources)} do"
        yield Problem("refused", name, why, "leave it out", page)


def _parts(configs: Settings) -> Iterator[tuple[str, Json]]:
    """Settings, and those parts of structures that are not every source's."""
    for name, value in configs.items():
        yield name, value
        if name == "ProvisionedPollerConfig" and isinstance(value, dict):
            yield from ((f"{name}.{part}", one) for part, one in value.items())
        if name == "SourceAccessConfigurations" and isinstance(value, list):
            for one in value:
                type_ = one.get("Type") if isinstance(one, dict) else None
                if isinstance(type_, str):
                    yield f"{name}.{type_}", type_


def _ranges(configs: Settings, kind: str) -> Iterator[Problem]:
    """Ranges that are narrower for this source than in the model."""
    for name, value in _parts(configs):
        told = of_source(name, kind)
        number = _number(value)
        if told is None or number is None or name == "ScalingConfig":
            continue
        least, most = told.least, told.most
        if (least is None or least <= number) and (most is None or number <= most):
            continue
        if _beyond_model(name, number):
            continue  # the model says it already
        why = f"{number} is outside {least} to {most:,} of {kind}"
        write = str(min(max(number, least or 0), most or number))
        yield Problem("refused", name, why, write, told.page)


def _beyond_model(name: str, number: int) -> bool:
    wants = parameters(CREATE)
    first, _, rest = name.partition(".")
    want = wants.get(first)
    want = want.members.get(rest) if want and rest else want
    return want is not None and not (want.least or 0) <= number <= (want.most or number)


def _batches(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Batch and window of a queue."""
    size, window = _number(configs.get("BatchSize")), configs.get(WINDOW)
    page = f"{GUIDE}services-sqs-parameters.html"
    if kind == "sqs" and size is not None and size > WINDOWLESS and not window:
        why = f"BatchSize {size} needs a batch window"
        yield Problem("refused", WINDOW, why, "1 or more", API)
    if kind == "sqs-fifo" and _number(window) == 0:
        why = "FIFO queues have no batch window"
        yield Problem("advice", WINDOW, why, "leave it out", page)


def _scaling(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Concurrency of a queue against pollers and the function's own."""
    scaling, pollers = configs.get("ScalingConfig"), configs.get("ProvisionedPollerConfig")
    page = f"{GUIDE}services-sqs-scaling.html"
    most = _number(scaling.get("MaximumConcurrency")) if isinstance(scaling, dict) else None
    if most is not None and isinstance(pollers, dict) and pollers:
        why = "MaximumConcurrency and provisioned pollers exclude each other"
        yield Problem("refused", "ScalingConfig", why, "keep one of the two", page)
    if most is not None and around.reserved is not None and most > around.reserved:
        why = (
            f"MaximumConcurrency {most} is above the function's reserved concurrency"
            f" {around.reserved}: batches are throttled and use up receives"
        )
        write = f"{max(2, around.reserved)}, or reserve more"
        yield Problem("advice", "ScalingConfig.MaximumConcurrency", why, write, page)


def _pollers(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Fewest against most pollers."""
    told = configs.get("ProvisionedPollerConfig")
    if not isinstance(told, dict):
        return
    least, most = _number(told.get("MinimumPollers")), _number(told.get("MaximumPollers"))
    if least is not None and most is not None and least > most:
        why = f"MinimumPollers {least} is above MaximumPollers {most}"
        name = "ProvisionedPollerConfig.MinimumPollers"
        yield Problem("refused", name, why, str(most), API)


def _visibility(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """The queue's visibility time-out, with the constants of its checks."""
    visible, limit = around.visibility_s, around.timeout_s
    if kind not in QUEUES or visible is None or limit is None:
        return
    window = _number(configs.get(WINDOW)) or 0
    wanted = min(FACTOR * limit + window, MOST_S)
    page = f"{GUIDE}services-sqs-configure.html"
    if visible < limit:
        why = f"the queue hides messages for {visible} s, the function may take {limit} s"
        yield Problem("refused", "queue VisibilityTimeout", why, str(wanted), page)
    elif visible < wanted:
        why = f"{visible} s is less than {FACTOR} × the function's {limit} s + window {window} s"
        yield Problem("advice", "queue VisibilityTimeout", why, str(wanted), page)


def _start(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Where reading begins; only a new mapping is asked."""
    at, when = configs.get("StartingPosition"), configs.get("StartingPositionTimestamp")
    if _is_shared(configs):
        for name in ("StartingPosition", "StartingPositionTimestamp"):
            if configs.get(name) is not None:
                why = "ConsumptionMode Queue has no starting position"
                yield Problem("refused", name, why, "leave it out", API)
        return
    if _is_new(configs, around) and kind in STARTED and at is None:
        yield Problem("refused", "StartingPosition", f"{kind} needs one", "LATEST or TRIM_HORIZON",
                      API)  # fmt: skip
    if at == "AT_TIMESTAMP" and kind == "dynamodb":
        why = "DynamoDB Streams start at LATEST or TRIM_HORIZON"
        yield Problem("refused", "StartingPosition", why, "TRIM_HORIZON", API)
    elif at == "AT_TIMESTAMP" and when is None and around.now is None:
        why = "AT_TIMESTAMP needs it"
        yield Problem("refused", "StartingPositionTimestamp", why, "a time in the past", API)
    elif when is not None and at in ("LATEST", "TRIM_HORIZON"):
        why = f"only for AT_TIMESTAMP, and StartingPosition is {at}"
        yield Problem("refused", "StartingPositionTimestamp", why, "leave it out", API)


def _is_new(configs: Settings, around: Around) -> bool:
    """Whether these are all settings of a mapping that is to be made."""
    return around.now is None and ("EventSourceArn" in configs or "FunctionName" in configs)


def _required(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """What a new mapping to this source cannot be without."""
    for name, example in REQUIRED.get(kind, ()) if _is_new(configs, around) else ():
        if not _inside(configs, *name.split(".")):
            yield Problem("refused", name, f"{kind} needs it", example, API)


def _age(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """The age of records, whose range in the model has a hole."""
    age = _number(configs.get("MaximumRecordAgeInSeconds"))
    if age is not None and 0 <= age < LEAST_AGE_S:
        why = f"{age} is within the range, but nothing below {LEAST_AGE_S} s except -1 is taken"
        yield Problem("refused", "MaximumRecordAgeInSeconds", why, str(LEAST_AGE_S), API)


def _is_shared(configs: Settings) -> bool:
    own = configs.get("SelfManagedKafkaEventSourceConfig")
    return isinstance(own, dict) and own.get("ConsumptionMode") == "Queue"


def _kafka(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """What Kafka has only in provisioned mode, and its own topic as a destination."""
    if kind not in KAFKA:
        return
    provisioned = bool(configs.get("ProvisionedPollerConfig"))
    part = configs.get(
        "AmazonManagedKafkaEventSourceConfig" if kind == "msk" else
        "SelfManagedKafkaEventSourceConfig"
    )  # fmt: skip
    if isinstance(part, dict) and part.get("SchemaRegistryConfig") and not provisioned:
        why = "a schema registry needs provisioned mode"
        page = f"{GUIDE}services-consume-kafka-events.html"
        yield Problem("refused", "ProvisionedPollerConfig", why, '{"MinimumPollers": 1}', page)
    if configs.get("LoggingConfig") and not provisioned:
        why = "logs of the poller need provisioned mode"
        page = f"{GUIDE}esm-logging.html"
        yield Problem("refused", "ProvisionedPollerConfig", why, '{"MinimumPollers": 1}', page)
    handling = [n for n, off in HANDLING.items() if configs.get(n) not in (None, off)]
    if handling and not provisioned:
        why = f"the guide sets {', '.join(handling)} of a Kafka mapping in provisioned mode"
        page = f"{GUIDE}kafka-retry-configurations.html"
        yield Problem("advice", "ProvisionedPollerConfig", why, '{"MinimumPollers": 1}', page)
    to = _inside(configs, "DestinationConfig", "OnFailure", "Destination")
    topics = configs.get("Topics")
    if isinstance(to, str) and isinstance(topics, list) and to.removeprefix("kafka://") in topics:
        page = f"{GUIDE}kafka-on-failure-destination.html"
        why = "the destination is the topic that is read"
        yield Problem("refused", "DestinationConfig", why, "another topic of the cluster", page)
    if _is_shared(configs):
        yield from _shared(configs)


def _shared(configs: Settings) -> Iterator[Problem]:
    if configs.get(WINDOW) is not None:
        why = "ConsumptionMode Queue has no batch window"
        yield Problem("refused", WINDOW, why, "leave it out", API)
    if configs.get("MaximumRetryAttempts") == -1:
        why = "ConsumptionMode Queue does not retry without end"
        yield Problem("refused", "MaximumRetryAttempts", why, "0 or more", API)


def _destination(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Destinations that mappings do not have."""
    if _inside(configs, "DestinationConfig", "OnSuccess", "Destination"):
        why = "mappings have no destination for successes"
        yield Problem("refused", "DestinationConfig.OnSuccess", why, "leave it out", API)
    to = _inside(configs, "DestinationConfig", "OnFailure", "Destination")
    if isinstance(to, str) and to.startswith("kafka://") and kind not in KAFKA:
        why = f"a mapping to {kind} has no Kafka topic for failures"
        yield Problem("refused", "DestinationConfig.OnFailure", why, "a queue or topic", API)
    service = to.split(":")[2] if isinstance(to, str) and to.count(":") > 4 else "sqs"
    if service not in DESTINATIONS:
        why = f"a mapping sends what failed to none of {service[:40]}"
        write = f"the ARN of {', '.join(DESTINATIONS)}"
        yield Problem("refused", "DestinationConfig.OnFailure", why, write, API)
    endless = configs.get("MaximumRetryAttempts", -1) == -1
    ageless = configs.get("MaximumRecordAgeInSeconds", -1) == -1
    if to and endless and ageless and kind in STREAMS:
        why = "retries never end, so that the destination gets a record only when it expires"
        yield Problem("advice", "MaximumRetryAttempts", why, "5", API)


def _filters(configs: Settings, kind: str, around: Around) -> Iterator[Problem]:
    """Filter criteria, by the reader of patterns."""
    criteria = configs.get("FilterCriteria")
    if not criteria or is_reference(criteria) or kind not in FILTERED:
        return
    filters = criteria.get("Filters") if isinstance(criteria, dict) else None
    known = [f for f in filters if isinstance(f, dict)] if isinstance(filters, list) else []
    if any(is_reference(f.get("Pattern")) for f in known):
        return
    try:
        parse_filter_criteria(criteria, FILTERED[kind])
    except PatternError as error:
        page = f"{GUIDE}invocation-eventfiltering.html"
        name = f"FilterCriteria{error.path.removeprefix('$')}"
        yield Problem("refused", name[:200], error.reason, None, page)


def _fixed(configs: Settings, around: Around) -> Iterator[Problem]:
    """Settings that an existing mapping keeps for ever."""
    now = around.now or {}
    for name, value in configs.items():
        told = next((s for s in mapping_settings() if s.name == name), None)
        if told is None or not told.create_only or name not in now or now[name] == value:
            continue
        why = "an existing mapping cannot change it: it has to be made anew"
        yield Problem("refused", name, why, str(now[name])[:200], told.page)


def _inside(configs: Settings, *names: str) -> Json:
    value: Json = dict(configs)
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


def _number(value: Json) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


RULES: tuple[Callable[[Settings, str, Around], Iterator[Problem]], ...] = (
    _batches, _scaling, _pollers, _visibility, _start, _required, _age, _kafka, _destination,
    _filters,
)  # fmt: skip
