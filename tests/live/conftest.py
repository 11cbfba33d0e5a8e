"""Emulators for the tests of this folder: started when first asked for, one set per test process."""

from __future__ import annotations

import os
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from lambda_triage.pipeline.diagnose import diagnose
from tests.live import drive, emulators, faulty, fetch
from tests.live.account import Account
from tests.live.evidence import Shop

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.live.emulators import Emulator


@pytest.fixture(scope="session")
def _installed() -> None:
    told = emulators.missing()
    if told:
        pytest.skip(told)  # which .ci/run does not allow


@pytest.fixture(scope="session")
def ministack(_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """AWS with IAM that decides."""
    folder = tmp_path_factory.mktemp("enforcing")
    with emulators.ministack(folder, Path(sys.executable), enforce=True) as one:
        yield one


@pytest.fixture(scope="session")
def open_ministack(
    _installed: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Emulator]:
    """AWS in which everybody may do everything."""
    folder = tmp_path_factory.mktemp("open")
    with emulators.ministack(folder, Path(sys.executable), enforce=False) as one:
        yield one


@pytest.fixture(scope="session")
def moto(_installed: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    """X-Ray."""
    with emulators.moto(tmp_path_factory.mktemp("moto")) as one:
        yield one


@pytest.fixture(scope="session")
def _proxy(ministack: Emulator, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with emulators.faults(tmp_path_factory.mktemp("faults"), ministack) as one:
        yield one


@pytest.fixture
def faults(_proxy: Emulator) -> Iterator[Emulator]:
    """A proxy before ministack that answers and breaks as `faulty.inject` tells it."""
    yield _proxy
    faulty.inject(_proxy, every=0)


@pytest.fixture(scope="session")
def account(
    ministack: Emulator, moto: Emulator, tmp_path_factory: pytest.TempPathFactory
) -> Account:
    """An account that no other test process has."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
    number = f"4{zlib.crc32(worker.encode()):011d}"
    return Account(number, ministack.url, tmp_path_factory.mktemp("home"), xray=moto.url)


@pytest.fixture(scope="session")
def shop(account: Account, tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """The shop, deployed and failed in each of its ways, and what AWS answers about it then."""
    source = drive.copy(tmp_path_factory.mktemp("source") / "shop")
    first = drive.deploy(account, source)
    drive.recall(account)
    drive.drive(account)
    second = drive.break_deployment(account, source)
    folder = tmp_path_factory.mktemp("evidence")
    refused = fetch.fetch(account, folder)
    return Shop(account, first, second, folder, refused, diagnose([str(folder)]))
