"""Nothing but the listed reads leaves the machine: a guard on the events of a botocore session."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lambda_triage.errors import ForbiddenCallError
from lambda_triage.sources.aws.reads import READS

if TYPE_CHECKING:
    from botocore.client import BaseClient
    from botocore.hooks import BaseEventHooks
    from botocore.model import OperationModel
    from botocore.session import Session

# What every operation emits before anything else is done with it: calls, pages, waiters, presigned
# URLs and forms.
ASKED = "provide-client-params"
# What is emitted before anything is signed, by way of a client's method or not: database tokens.
SIGNED = "before-sign"


def guard(session: Session) -> None:
    """Let clients that *session* makes from now on call the operations in READS, and no others.

    Any other raises ForbiddenCallError before a request is built. Signing in is not the guarded
    clients' business: roles, SSO and web identities are resolved by a session of their own, with
    the same profile and settings. Call it on a new session, once.
    """
    _sign_in_apart(session)
    _watch(session, frozenset(READS))


def permit(client: BaseClient, operations: frozenset[str]) -> None:
    """Let one guarded client call these operations besides.

    They are billed, so nothing that diagnoses may ask for it: `query --live` alone does.
    """
    for event in (ASKED, SIGNED):
        client.meta.events.unregister(event, unique_id=f"{__name__}.{event}")
    _watch(client.meta.events, frozenset(READS) | operations)


def _watch(events: Session | BaseEventHooks, allowed: frozenset[str]) -> None:
    asked: set[str] = set()

    def allow(model: OperationModel, event_name: str, **_: object) -> None:
        service = model.service_model.service_name
        operation = f"{service}.{model.name}"
        if operation not in allowed:
            raise ForbiddenCallError(operation)
        asked.add(_called(event_name))

    def allow_signature(event_name: str, **_: object) -> None:
        called = _called(event_name)
        if called not in asked:
            raise ForbiddenCallError(called)

    events.register(ASKED, allow, unique_id=f"{__name__}.{ASKED}")
    events.register(SIGNED, allow_signature, unique_id=f"{__name__}.{SIGNED}")


def _called(event: str) -> str:
    """`before-sign.sqs.SendMessage` → `sqs.SendMessage`, with the service's id of the events."""
    return event.partition(".")[2]


def _sign_in_apart(session: Session) -> None:
    """Have credentials resolved by a session that is used for nothing else.

    sts.AssumeRole and the calls of SSO change no resource, but hand out credentials: no client that
    asks for evidence needs them.
    """
    from botocore.session import Session

    def provider() -> object:
        apart = Session()
        for name, value in session.instance_variables().items():
            apart.set_config_variable(name, value)
        return apart.get_component("credential_provider")

    session.lazy_register_component("credential_provider", provider)
