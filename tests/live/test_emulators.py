"""The emulators do what the other tests of this folder rely on."""

from __future__ import annotations

import json
import socket
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, ConnectionClosedError
from botocore.session import Session
from msgspec.structs import replace

from tests.live import emulators
from tests.live.account import REGION
from tests.live.faulty import fired, inject

if TYPE_CHECKING:
    from tests.live.account import Account
    from tests.live.emulators import Emulator

pytestmark = pytest.mark.live


def test_iam_decides_what_a_user_may_do(account: Account) -> None:
    reader = account.only("reader", "lambda:ListFunctions")

    assert reader.client("lambda").list_functions()["ResponseMetadata"]["HTTPStatusCode"] == 200
    with pytest.raises(ClientError, match=r"not authorized to perform: sqs:ListQueues"):
        reader.client("sqs").list_queues()


def test_without_enforcement_everybody_may_do_everything(
    open_ministack: Emulator, account: Account
) -> None:
    reader = replace(account, url=open_ministack.url).only("reader", "lambda:ListFunctions")

    assert reader.client("sqs").list_queues()["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_one_account_does_not_see_another(account: Account) -> None:
    other = replace(account, id="499999999999")
    other.client("sqs").create_queue(QueueName="theirs")

    told = account.client("sqs").list_queues(QueueNamePrefix="theirs")

    assert told.get("QueueUrls", []) == []


def test_xray_keeps_traces(account: Account) -> None:
    now = time.time()
    id = f"1-{int(now):08x}-0123456789abcdef01234567"
    segment = {"id": "0123456789abcdef", "trace_id": id, "name": "shop-orders",
               "start_time": now - 1, "end_time": now, "origin": "AWS::Lambda"}  # fmt: skip
    xray = account.client("xray")
    xray.put_trace_segments(TraceSegmentDocuments=[json.dumps(segment)])

    [trace] = xray.batch_get_traces(TraceIds=[id])["Traces"]

    assert json.loads(trace["Segments"][0]["Document"])["name"] == "shop-orders"


def test_the_proxy_throttles_and_cuts_off_one_call_in_twenty(
    faults: Emulator, account: Account
) -> None:
    broken = replace(account, url=faults.url).client("lambda")
    inject(faults, every=20)
    came: list[str] = []

    for _ in range(60):
        try:
            broken.list_functions()
        except ClientError as error:
            came.append(error.response["Error"]["Code"])
        except ConnectionClosedError:
            came.append("reset")

    assert sorted(came) == ["ThrottlingException"] * 3 + ["reset"] * 3


@pytest.mark.parametrize("service", ["sqs", "iam", "lambda", "cloudwatch", "cloudformation"])
def test_an_sdk_gets_its_answer_through_the_proxy(
    faults: Emulator, account: Account, service: str
) -> None:
    method = {"sqs": "list_queues", "iam": "list_roles", "lambda": "list_functions",
              "cloudwatch": "list_metrics", "cloudformation": "list_stacks"}[service]  # fmt: skip
    session = Session()
    session.set_credentials(account.id, account.secret)
    patient = Config(retries={"mode": "standard", "total_max_attempts": 6})
    client = session.create_client(service, REGION, endpoint_url=faults.url, config=patient)
    inject(faults, every=4)

    for _ in range(4):
        getattr(client, method)()

    assert len(set(fired(faults))) == 2


@pytest.mark.usefixtures("_installed")
def test_nothing_of_an_emulator_stays(tmp_path: Path) -> None:
    with emulators.ministack(tmp_path, Path(sys.executable), enforce=False) as one:
        port = int(one.url.rpartition(":")[2])

    with socket.socket() as left:
        assert left.connect_ex(("127.0.0.1", port)) != 0
