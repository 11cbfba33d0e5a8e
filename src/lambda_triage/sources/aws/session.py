"""Profile, region and role → one guarded client per service, and whose account it is.

Signing in (SSO, web identity, roles) is done by a session of its own; it calls nothing else. All
clients that ask for evidence come from a second session, where only listed reads pass.
"""

from __future__ import annotations

import contextlib
import os
import re
import threading
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.request import getproxies

from msgspec import Struct

from lambda_triage.errors import AccessError, TriageError, UsageError
from lambda_triage.sources.aws import stamps, whole
from lambda_triage.sources.aws.aliases import aliaser
from lambda_triage.sources.aws.models import share
from lambda_triage.sources.aws.pace import Pace
from lambda_triage.sources.aws.refused import access_error, denied, no_credentials, no_region
from lambda_triage.sources.aws.turns import FIRST, Turns
from lambda_triage.sources.aws.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Iterable

    from botocore.client import BaseClient
    from botocore.config import Config
    from botocore.credentials import Credentials
    from botocore.session import Session as Botocore

CONNECT_S = 5  # an endpoint that is there accepts within milliseconds
READ_S = 30  # the longest answers are searches of logs: seconds
ROLE = re.compile(r"arn:aws[\w-]*:iam::\d{12}:role/[\w+=,.@/-]{1,576}")


class Identity(Struct, frozen=True):
    """Who asks: the account, its partition and the ARN of the user or role."""

    account: str
    partition: str
    arn: str


class Session:
    """One way into one region of one account; clients are made when they are first used.

    The region is the argument, else that of the profile that was named, else AWS_REGION, else
    AWS_DEFAULT_REGION, else that of the default profile. AWS_ENDPOINT_URL and
    AWS_ENDPOINT_URL_<SERVICE> work as in the AWS CLI.
    """

    def __init__(
        self,
        profile: str | None = None,
        region: str | None = None,
        role_arn: str | None = None,
        workers: int = 16,
    ) -> None:
        if role_arn is not None and not ROLE.fullmatch(role_arn):
            raise UsageError(
                f"{role_arn[:80]!r} is not the ARN of a role: arn:aws:iam::<account>:role/<name>"
            )
        self.profile = profile
        self.role_arn = role_arn
        self.workers = workers
        self.stopped = threading.Event()
        self._turns = Turns()
        self._clients: dict[str, BaseClient] = {}
        self._plain = _plain(profile)
        self.region = _region(self._plain, profile, region)
        self._plain.set_config_variable("region", self.region)

    @cached_property
    def identity(self) -> Identity:
        """Who asks, by sts.GetCallerIdentity, which needs no permission."""
        try:
            told = self.client("sts").get_caller_identity()
            partition = told["Arn"].split(":")[1]
            return Identity(told["Account"], partition, told["Arn"])
        except TriageError:
            raise
        except (KeyError, IndexError) as error:
            raise AccessError(
                "sts answered without an account; check AWS_ENDPOINT_URL, which it was asked at"
            ) from error
        except Exception as error:  # noqa: BLE001  # whatever botocore raises becomes one line
            raise access_error(error, self.profile, self.region) from None

    def client(self, service: str) -> BaseClient:
        """The client of *service*, guarded and paced; making one is not safe in two threads."""
        found = self._clients.get(service)
        if found is not None:
            return found
        with self._turns.turn(FIRST):
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    def credentials(self) -> Credentials:
        """Of the profile, or of the role; signs in, and asks nothing else. Raises AccessError."""
        try:
            found = self._plain.get_credentials()
            if found is None:
                raise no_credentials(self.profile)
            found.get_frozen_credentials()
            if self.role_arn is not None:
                found = self._assumed(found, self.role_arn)
                found.get_frozen_credentials()
        except AccessError:
            raise
        except Exception as error:  # noqa: BLE001  # credential providers raise what they like
            raise access_error(error, self.profile, self.region, self.role_arn) from None
        return found

    def prepare(self, services: Iterable[str]) -> None:
        """Make the clients of *services* aside, while calls are under way.

        Calls go first. What goes wrong is said by the call that needs the client.
        """
        told = tuple(services)
        threading.Thread(target=self._prepare, args=(told,), name="prepare", daemon=True).start()

    def _prepare(self, services: tuple[str, ...]) -> None:
        for service in services:
            with self._turns.turn(), contextlib.suppress(Exception):
                if self.stopped.is_set():
                    return
                self.client(service)

    @property
    def turns(self) -> Turns | None:
        """Turns that clients give up while they wait; None where a proxy is in between."""
        return None if self._wire is None else self._turns

    def stop(self) -> None:
        """Let calls that wait for their turn or for another attempt give up at once."""
        self.stopped.set()

    def offers(self, service: str) -> bool:
        """Whether *service* is known to be in this region; True where nothing is known."""
        partition = self._plain.get_partition_for_region(self.region)
        regions = self._plain.get_available_regions(service, partition)
        return not regions or self.region in regions

    @cached_property
    def _guarded(self) -> Botocore:
        from botocore.hooks import HierarchicalEmitter
        from botocore.session import Session as Botocore

        from lambda_triage.sources.aws.guard import guard

        events = HierarchicalEmitter()
        session = Botocore(profile=self.profile, event_hooks=events)
        session.register_component("event_emitter", aliaser(events))
        session.set_config_variable("region", self.region)
        share(self._plain, session)
        stamps.attach(session)
        guard(session)
        session.register_component("credential_provider", _Held(self.credentials()))
        return session

    @cached_property
    def _wire(self) -> Wire | None:
        if getproxies():
            return None
        return Wire(self._plain, (CONNECT_S, READ_S), self.workers, self._turns)

    def _make(self, service: str) -> BaseClient:
        try:
            client = self._guarded.create_client(
                service, region_name=self.region, config=self._config()
            )
        except AccessError:
            raise
        except Exception as error:
            if denied(error):
                raise access_error(error, self.profile, self.region) from None
            raise
        if self._wire is not None:
            self._wire.attach(client)
        Pace(self.stopped, self._turns).attach(client)
        whole.attach(client)
        return client

    @cached_property
    def _agent(self) -> str:
        """Who asks; botocore would put it together twice for each call."""
        return f"{self._plain.user_agent()} lambda-triage"

    def _config(self) -> Config:
        from botocore.config import Config

        return Config(
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            max_pool_connections=self.workers,
            proxies=None if getproxies() else {},  # else each client looks for some
            retries={"mode": "standard", "total_max_attempts": 1},  # Pace tries again
            user_agent=self._agent,
        )

    def _assumed(self, source: Credentials, role_arn: str) -> Credentials:
        """Credentials of the role, which are renewed before they expire."""
        from botocore.config import Config
        from botocore.credentials import AssumeRoleCredentialFetcher, DeferredRefreshableCredentials

        config = Config(
            region_name=self.region,
            connect_timeout=CONNECT_S,
            read_timeout=READ_S,
            retries={"mode": "standard", "total_max_attempts": 5},
        )
        fetcher = AssumeRoleCredentialFetcher(
            lambda service, **keys: self._plain.create_client(service, config=config, **keys),
            source,
            role_arn,
            extra_args={"RoleSessionName": "lambda-triage"},
        )
        return DeferredRefreshableCredentials(fetcher.fetch_credentials, "assume-role")


class _Held:
    """A credential provider that gives what was loaded already."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials

    def load_credentials(self) -> Credentials:
        """The credentials, which renew themselves."""
        return self._credentials


def _plain(profile: str | None) -> Botocore:
    from botocore.session import Session as Botocore

    session = Botocore(profile=profile)
    try:
        session.get_scoped_config()
    except Exception as error:  # noqa: BLE001  # unknown profile, broken file
        known = () if type(error).__name__ != "ProfileNotFound" else session.available_profiles
        named = profile or os.environ.get("AWS_PROFILE")
        raise access_error(error, named, None, profiles=known) from None
    return session


def _region(session: Botocore, profile: str | None, region: str | None) -> str:
    configured = session.get_scoped_config().get("region")
    found = (
        region
        or (configured if profile else None)
        or os.environ.get("AWS_REGION")
        or os.environ.get("AWS_DEFAULT_REGION")
        or configured
    )
    if not found:
        raise no_region(profile)
    if not re.fullmatch(r"[a-z0-9-]{3,40}", found):
        raise AccessError(f"{found[:40]!r} is not the name of a region; an example: eu-west-1")
    return str(found)
