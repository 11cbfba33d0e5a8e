"""An account of an emulator: the environment that leads SAM and botocore there, and nowhere else."""

from __future__ import annotations

import functools
import json
import os
import threading
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.session import Session
from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from pathlib import Path

    from botocore.client import BaseClient

REGION = "eu-central-1"
MAKING = threading.Lock()  # functools.cache would make two of them


class Account(Struct, frozen=True):
    """One account, which its twelve-digit access key names.

    url, xray  endpoints; X-Ray has one of its own where another emulator knows it
    home       an empty home, so that no profile of this machine is read
    """

    id: str
    url: str
    home: Path
    xray: str | None = None
    secret: str = "test"
    key: str | None = None  # of a user in the account; else the account's own, which may do all

    def only(self, name: str, *actions: str) -> Account:
        """The same account as a new user who may do nothing but *actions*."""
        iam = self.client("iam")
        iam.create_user(UserName=name)
        allowed = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        document = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
        iam.put_user_policy(UserName=name, PolicyName=name, PolicyDocument=document)
        made = iam.create_access_key(UserName=name)["AccessKey"]
        return replace(self, key=made["AccessKeyId"], secret=made["SecretAccessKey"])

    @property
    def environment(self) -> dict[str, str]:
        """All that a process needs which talks to AWS."""
        told = {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LANG": "C.UTF-8",
            "AWS_ACCESS_KEY_ID": self.key or self.id,
            "AWS_SECRET_ACCESS_KEY": self.secret,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_CONFIG_FILE": str(self.home / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self.home / "credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "SAM_CLI_TELEMETRY": "0",
            "SAM_CLI_CHECK_VERSION_UPDATES": "0",  # never asks whether there is a newer one
        }
        return told | ({"AWS_ENDPOINT_URL_XRAY": self.xray} if self.xray else {})

    def client(self, service: str) -> BaseClient:
        """A client of botocore, which asks once and does not try again."""
        with MAKING:
            return _client(self, service)


@functools.cache  # a client takes a tenth of a second to make, and serves many threads
def _client(account: Account, service: str) -> BaseClient:
    session = Session()
    session.set_credentials(account.key or account.id, account.secret)
    url = account.xray if service == "xray" and account.xray else account.url
    asked = Config(retries={"total_max_attempts": 1}, max_pool_connections=32)
    return session.create_client(service, REGION, endpoint_url=url, config=asked)
