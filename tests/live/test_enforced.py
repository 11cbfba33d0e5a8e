"""The printed policy against IAM that decides, action by action; and the page that says so."""

from __future__ import annotations

import json
import os
import zlib
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from msgspec import Struct
from msgspec.structs import replace

from lambda_triage.facts.aws_reads import reads
from tests.live import enforced
from tests.live.account import Account
from tests.live.calls import outcome, outcomes
from tests.live.enforced import ACTIONS, ON_ANYTHING, asks, printed

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.live.emulators import Emulator

NAME = "asks"
# Which actions are left out together, for the calls that need another. Each action has its own five
# of ten policies to be left out of, and no five contain another five (Sperner): so of any two
# actions, some policy lacks the one and has the other. As the policy only allows, a call that a
# policy lets through which lacks more is let through by one that lacks less.
POLICIES, EACH = 10, 5
# Every second choice, so that no policy lacks nearly all of them.
LACKS = dict(zip(ACTIONS, list(combinations(range(POLICIES), EACH))[::2], strict=False))


class Caller(Struct, frozen=True):
    """A user whose one policy is replaced, and the account that owns it."""

    owner: Account
    user: Account

    def may(self, document: dict[str, object]) -> Account:
        """The user, who may do what the document allows from now on."""
        told = json.dumps(document)
        self.owner.client("iam").put_user_policy(
            UserName=NAME, PolicyName=NAME, PolicyDocument=told
        )
        return self.user


@pytest.fixture(scope="module")
def caller(ministack: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Caller:
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    number = f"5{zlib.crc32(worker.encode()):011d}"
    owner = Account(number, ministack.url, tmp_path_factory.mktemp("enforced"))
    owner.client("iam").create_user(UserName=NAME)
    made = owner.client("iam").create_access_key(UserName=NAME)["AccessKey"]
    user = replace(owner, key=made["AccessKeyId"], secret=made["SecretAccessKey"])
    return Caller(owner, user)


@pytest.fixture(scope="module")
def whole(caller: Caller) -> dict[str, str]:
    """How every call ends under the whole policy."""
    return outcomes(caller.may(printed()), reads())


def expected(operation: str, whole: dict[str, str], without: Collection[str]) -> str:
    action = asks(operation)
    return f"denied {action}" if action in without else whole[operation]


@pytest.mark.live
def test_the_whole_policy_lets_every_call_through_but_what_the_emulator_takes_for_another(
    whole: dict[str, str],
) -> None:
    refused = {name: told for name, told in whole.items() if told.startswith("denied")}
    foreign = {name: asks(name) for name in reads() if asks(name) not in {None, *ACTIONS}}

    assert refused == {name: f"denied {action}" for name, action in foreign.items()}


@pytest.mark.live
@pytest.mark.parametrize("action", ACTIONS)
def test_without_an_action_the_calls_that_need_it_are_refused(
    caller: Caller, whole: dict[str, str], action: str
) -> None:
    user = caller.may(printed([action]))
    calls = [name for name, read in reads().items() if action in (asks(name), *read.actions)]

    told = {name: outcome(user, name) for name in calls}

    assert told == {name: expected(name, whole, [action]) for name in calls}


@pytest.mark.live
@pytest.mark.parametrize("number", range(POLICIES))
def test_without_an_action_every_other_call_ends_as_before(
    caller: Caller, whole: dict[str, str], number: int
) -> None:
    without = {action for action, policies in LACKS.items() if number in policies}
    others = [name for name in reads() if asks(name) not in without]

    told = outcomes(caller.may(printed(without)), others)

    assert told == {name: whole[name] for name in others}


@pytest.mark.live
def test_what_is_asked_for_on_anything_is_refused_as_the_policy_is_printed(caller: Caller) -> None:
    user = caller.may(printed(as_printed=True))
    calls = [name for name in reads() if asks(name) in ON_ANYTHING]

    assert outcomes(user, calls) == {name: f"denied {asks(name)}" for name in calls}


def test_of_any_two_actions_a_policy_lacks_the_one_and_has_the_other() -> None:
    assert len(LACKS) == len(ACTIONS)
    assert all(set(LACKS[one]) - set(LACKS[other]) for one in ACTIONS for other in ACTIONS
               if one != other)  # fmt: skip


def test_every_operation_needs_one_action() -> None:
    assert {len(read.actions) for read in reads().values()} == {1}
    assert set(enforced.OTHERWISE) <= set(reads())


def test_the_page_says_which_actions_are_proved() -> None:
    told = enforced.PAGE.read_text(encoding="utf-8")

    assert told == enforced.page(told), "run `python -m tests.live.enforced`"
