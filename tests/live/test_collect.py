"""The collector against an emulator of AWS: whole, under faults, interrupted, and with few rights."""

from __future__ import annotations

import json
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.live import faulty
from tests.live.collected import COMMAND, calls, documents, missing, triage
from tests.live.drive import STACK

if TYPE_CHECKING:
    from pathlib import Path

    from tests.live.emulators import Emulator
    from tests.live.evidence import Shop

pytestmark = pytest.mark.live

CAUSES = {
    ("orders", "error", "access_denied_identity"),
    ("invoices", "timeout", "timeout_default_3s"),
    ("shipping", "error", "esm_poison_record"),
    ("checkout", "throttle", "reserved_concurrency_limit"),
    ("refunds", "not_triggered", "esm_disabled_or_failed"),
    ("loyalty", "not_triggered", "event_filter_mismatch"),
    ("hourly", "not_triggered", "trigger_permission_missing"),
    ("search", "error", "import_module_missing"),
    ("mailer", "error", "env_var_missing"),
    ("shop", "deployment", "deployment_rollback"),
}
# ministack wants PutFunctionConcurrency for it.
MISTAKEN = {"lambda.GetFunctionConcurrency"}
VOLATILE = ("GetMetricData", "get-metric-data")  # the emulator makes points up to the second


@pytest.fixture(scope="module")
def window() -> str:
    """Four hours that end now: every collection of this module has the same."""
    now = datetime.now(UTC).replace(microsecond=0)
    return f"{(now - timedelta(hours=4)).isoformat()}/{now.isoformat()}"


@pytest.fixture(scope="module")
def bundle(shop: Shop, window: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole stack."""
    folder = tmp_path_factory.mktemp("whole") / "bundle"
    done = triage(shop.account, "collect", "--stack", STACK, "--window", window, "-o", str(folder))
    assert done.returncode == 0, done.stderr
    return folder


def named(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {
        (i["resource"].rpartition(":")[2].removeprefix(f"{STACK}-"), i["symptom"], i["causes"][0])
        for i in report["incidents"]
        if i["verdict"] == "cause_found"
    }


def test_each_way_of_failing_is_named(shop: Shop, bundle: Path) -> None:
    done = triage(shop.account, "diagnose", str(bundle), "--format", "json")

    assert done.returncode == 1
    assert named(json.loads(done.stdout)) == CAUSES


def test_one_command_says_the_same(shop: Shop, bundle: Path, window: str, tmp_path: Path) -> None:
    kept = triage(shop.account, "diagnose", str(bundle), "--format", "json")

    done = triage(
        shop.account, "diagnose", "--stack", STACK, "--window", window, "--format", "json"
    )

    assert named(json.loads(done.stdout)) == named(json.loads(kept.stdout))


def test_a_project_folder_says_which_stack(shop: Shop, window: str, tmp_path: Path) -> None:
    (tmp_path / "samconfig.toml").write_text(
        f'[default.deploy.parameters]\nstack_name = "{STACK}"\n', encoding="utf-8"
    )

    done = triage(
        shop.account, "diagnose", str(tmp_path), "--live", "--window", window, "--format", "json"
    )

    assert ("orders", "error", "access_denied_identity") in named(json.loads(done.stdout))


def test_nothing_that_aws_has_is_missing(bundle: Path) -> None:
    told = {one["operation"] for one in missing(bundle, "denied", "throttled", "unreachable")}

    assert told <= {"xray.GetTraceSummaries"}  # moto knows no filter expression


def test_one_function_brings_nothing_of_the_others(shop: Shop, window: str, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    done = triage(shop.account, "collect", "--function", f"{STACK}-orders", "--window", window,
                  "-o", str(folder))  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (folder / "logs").iterdir()] == [f"{STACK}-orders"]


def same(one: Path, other: Path) -> None:
    before, after = documents(one), documents(other)
    assert before.keys() == after.keys()
    differ = {p for p in before if before[p] != after[p] and not any(v in p for v in VOLATILE)}
    assert differ == set()


def test_faults_change_no_byte(shop: Shop, faults: Emulator, window: str, tmp_path: Path) -> None:
    target = ("--function", f"{STACK}-orders", "--window", window, "-o")
    plain = triage(shop.account, "collect", *target, str(tmp_path / "plain"))
    faulty.inject(faults, every=20)
    broken = triage(shop.account, "collect", *target, str(tmp_path / "broken"),
                    told={"AWS_ENDPOINT_URL": faults.url})  # fmt: skip

    assert (plain.returncode, broken.returncode) == (0, 0)
    assert {"reset", "error:ThrottlingException"} <= set(faulty.fired(faults))
    same(tmp_path / "plain", tmp_path / "broken")


@pytest.mark.parametrize("stop", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill -9"])
def test_the_same_command_goes_on_after(
    shop: Shop, window: str, tmp_path: Path, stop: signal.Signals
) -> None:
    target = ("--function", f"{STACK}-orders", "--window", window, "-o")
    triage(shop.account, "collect", *target, str(tmp_path / "whole"))
    folder = tmp_path / "cut"
    command = [str(COMMAND), "collect", *target, str(folder)]
    with subprocess.Popen(
        command, env=shop.account.environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:
        until = time.monotonic() + 30
        while time.monotonic() < until and len(list(folder.glob("documents/*.json"))) < 5:
            time.sleep(0.01)
        process.send_signal(stop)
        _, said = process.communicate(timeout=30)
    kept = len(list(folder.glob("documents/*.json")))
    again = triage(shop.account, "collect", *target, str(folder))

    assert kept > 0
    assert b"Traceback" not in said
    assert again.returncode == 0, again.stderr
    same(tmp_path / "whole", folder)


def test_with_the_printed_policy_nothing_is_denied(shop: Shop, window: str, tmp_path: Path) -> None:
    printed = json.loads(triage(shop.account, "iam-policy").stdout)
    actions = sorted({a for s in printed["Statement"] for a in s["Action"]})
    user = shop.account.only("with-the-printed-policy", *actions)

    done = triage(user, "collect", "--function", f"{STACK}-orders", "--window", window,
                  "-o", str(tmp_path / "bundle"))  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert {one["operation"] for one in missing(tmp_path / "bundle", "denied")} <= MISTAKEN


@pytest.mark.parametrize(
    ("action", "operation"),
    [
        ("lambda:GetPolicy", "lambda.GetPolicy"),
        ("lambda:ListEventSourceMappings", "lambda.ListEventSourceMappings"),
        ("logs:FilterLogEvents", "logs.FilterLogEvents"),
        ("cloudwatch:GetMetricData", "cloudwatch.GetMetricData"),
        ("iam:GetRolePolicy", "iam.GetRolePolicy"),
        ("dynamodb:DescribeTable", "dynamodb.DescribeTable"),
    ],
)
def test_without_one_action_exactly_its_calls_are_denied(
    shop: Shop, window: str, tmp_path: Path, action: str, operation: str
) -> None:
    printed = json.loads(triage(shop.account, "iam-policy").stdout)
    actions = sorted({a for s in printed["Statement"] for a in s["Action"]} - {action})
    user = shop.account.only(f"without-{action.replace(':', '-')}", *actions)

    triage(user, "collect", "--function", f"{STACK}-orders", "--window", window,
           "-o", str(tmp_path / "bundle"))  # fmt: skip
    denied = [
        one for one in missing(tmp_path / "bundle", "denied") if one["operation"] not in MISTAKEN
    ]

    assert {one["operation"] for one in denied} == {operation}
    assert all(action in one["detail"] for one in denied)


def test_no_credentials_reach_the_bundle(shop: Shop, bundle: Path) -> None:
    secret = shop.account.environment["AWS_SECRET_ACCESS_KEY"]
    texts = [p.read_text(encoding="utf-8") for p in bundle.rglob("*") if p.is_file()]

    assert not any("X-Amz-Signature=" in text and "X-Amz-Credential=" in text for text in texts)
    assert not any(f'"{secret}"' in text for text in texts)
    assert all(call.keys() >= {"operation", "duration_ms"} for call in calls(bundle))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--function", "nosuch"), "AWS knows no function nosuch in eu-central-1"),
        (("--stack", "nosuch"), "AWS knows no stack nosuch in eu-central-1"),
        (("--function", "a", "--stack", "b"), "contradict each other"),
        (("--function", "a", "--since", "soon"), "--since soon"),
        (("--function", "a", "--profile", "nosuch"), "nosuch"),
    ],
)
def test_a_wrong_target_is_one_line_with_the_next_step(
    shop: Shop, words: tuple[str, ...], said: str
) -> None:
    done = triage(shop.account, "diagnose", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_doctor_says_who_asks(shop: Shop) -> None:
    done = triage(shop.account, "doctor", "--format", "json")
    told = {line["name"]: line for line in json.loads(done.stdout)}

    assert told["identity"]["state"] == told["permissions"]["state"] == "ok"
    assert shop.account.id in told["identity"]["told"]


def test_doctor_names_what_is_denied(shop: Shop) -> None:
    done = triage(shop.account.only("poor", "lambda:GetFunction"), "doctor", "--format", "json")
    told = {line["name"]: line for line in json.loads(done.stdout)}

    assert done.returncode == 1
    assert told["permissions"]["state"] == "denied"
    assert "logs.DescribeLogGroups" in told["permissions"]["told"]
