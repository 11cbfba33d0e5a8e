"""Deploys the shop with the SAM CLI and makes each of its functions fail."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.live.emulators import SAM

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.live.account import Account

SHOP = Path(__file__).parent / "shop"
STACK = "shop"
EVIDENCE_S = 60  # five receives, three seconds apart, on a busy machine
TRIES = 3  # invocations of each failing function: one failure may be chance
PAST = (
    ("AWS/Lambda", "Invocations", "FunctionName", f"{STACK}-prices"),
    ("AWS/SQS", "NumberOfMessagesSent", "QueueName", f"{STACK}-points"),
    ("AWS/SQS", "NumberOfMessagesDeleted", "QueueName", f"{STACK}-points"),
)


def deploy(account: Account, folder: Path) -> subprocess.CompletedProcess[str]:
    """`sam build` and `sam deploy`; a deployment that is taken back has another return code."""
    sam(account, folder, "build").check_returncode()
    return sam(account, folder, "deploy")


def copy(folder: Path) -> Path:
    """The shop, where SAM may build it."""
    return Path(shutil.copytree(SHOP, folder, ignore=shutil.ignore_patterns("__pycache__")))


def break_deployment(account: Account, folder: Path) -> subprocess.CompletedProcess[str]:
    """Deploy the copy once more, with a resource that cannot be made."""
    broken = (folder / "broken.yaml").read_text(encoding="utf-8")
    with (folder / "template.yaml").open("a", encoding="utf-8") as template:
        template.write(broken)
    return deploy(account, folder)


def sam(account: Account, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [SAM, *words], cwd=folder, env=account.environment, capture_output=True, text=True,
        timeout=120, check=False,
    )  # fmt: skip


def settle(account: Account) -> None:
    """Sets what the template says and ministack's CloudFormation leaves out."""
    functions = account.client("lambda")
    functions.put_function_concurrency(
        FunctionName=f"{STACK}-checkout", ReservedConcurrentExecutions=1
    )
    told = functions.list_event_source_mappings(FunctionName=f"{STACK}-refunds")
    for mapping in told["EventSourceMappings"]:
        functions.update_event_source_mapping(UUID=mapping["UUID"], Enabled=False)


def recall(account: Account) -> None:
    """Three hours in which the shop ran: what is still for an hour is not yet silent.

    The points are those that Lambda and SQS publish, every five minutes; ministack has none of SQS.
    """
    now = datetime.now(UTC)
    for namespace, metric, dimension, name in PAST:
        told = {"MetricName": metric, "Dimensions": [{"Name": dimension, "Value": name}]}
        points = [
            {**told, "Timestamp": now - timedelta(minutes=minutes), "Value": 5.0, "Unit": "Count"}
            for minutes in range(5, 180, 5)
        ]
        account.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=points)


def drive(account: Account) -> None:
    """Every failure but the deployment's, until its evidence is there."""
    settle(account)
    ways = (_orders, _invoices, _shipping, _checkout, _refunds, _loyalty, _search, _mailer, _prices)
    with ThreadPoolExecutor(len(ways)) as pool:
        for done in [pool.submit(way, account) for way in ways]:
            done.result()


def _orders(account: Account) -> None:
    for number in range(TRIES):
        assert "AccessDenied" in invoke(account, "orders", {"id": str(number)})["errorMessage"]


def _invoices(account: Account) -> None:
    for number in range(TRIES):
        assert "timed out" in invoke(account, "invoices", {"id": str(number)})["errorMessage"]


def _shipping(account: Account) -> None:
    """One message that cannot be handled, between others that can."""
    for number, country in enumerate(("AT", "XX", "DE")):
        send(account, "parcels", {"id": number, "country": country})
    until(lambda: waiting(account, "parcels-dead") >= 1)


def _checkout(account: Account) -> None:
    """Six customers at once, of whom one is served."""
    function = account.client("lambda")

    def buy(_: int) -> bool:
        try:
            function.invoke(FunctionName=f"{STACK}-checkout", Payload=b"{}")
        except function.exceptions.TooManyRequestsException:
            return False
        return True

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(buy, range(6))) < 6


def _refunds(account: Account) -> None:
    for number in range(TRIES):
        send(account, "refunds", {"id": number})


def _loyalty(account: Account) -> None:
    for number in range(TRIES):
        send(account, "points", {"id": number, "tier": "gold"})
    until(lambda: waiting(account, "points") == 0)


def _search(account: Account) -> None:
    for _ in range(TRIES):
        invoke(account, "search", {"words": "shoe"})


def _mailer(account: Account) -> None:
    for _ in range(TRIES):
        invoke(account, "mailer", {})


def _prices(account: Account) -> None:
    for _ in range(TRIES):
        assert invoke(account, "prices", {}) == {"price": 12}


def invoke(account: Account, name: str, event: dict[str, object]) -> dict[str, str]:
    """What the function, or Lambda for it, answers."""
    told = account.client("lambda").invoke(
        FunctionName=f"{STACK}-{name}", Payload=json.dumps(event).encode()
    )
    answer: dict[str, str] = json.loads(told["Payload"].read())
    return answer


def send(account: Account, queue: str, body: dict[str, object]) -> None:
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName=f"{STACK}-{queue}")["QueueUrl"]
    sqs.send_message(QueueUrl=url, MessageBody=json.dumps(body))


def waiting(account: Account, queue: str) -> int:
    """Messages in the queue, visible or not."""
    sqs = account.client("sqs")
    url = sqs.get_queue_url(QueueName=f"{STACK}-{queue}")["QueueUrl"]
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    counts = ("ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible")
    return sum(int(told[name]) for name in counts)


def until(there: Callable[[], bool]) -> None:
    """Wait for evidence; raises when it does not come."""
    end = time.monotonic() + EVIDENCE_S
    while not there():
        if time.monotonic() > end:
            raise TimeoutError(f"no evidence after {EVIDENCE_S} s: {there.__qualname__}")
        time.sleep(0.2)
