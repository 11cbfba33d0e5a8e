"""What became of the shop, and how to look something up in it."""

from __future__ import annotations

import json
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

from msgspec import Struct

from tests.live.drive import STACK

if TYPE_CHECKING:
    from pathlib import Path

    from lambda_triage.reports.contract import Incident, Report
    from lambda_triage.sources.aws.want import Want
    from tests.live.account import Account


class Shop(Struct, frozen=True):
    """The driven shop.

    first, second  the deployment that works, and the one that is taken back
    folder         AWS's answers; `refused` the codes of those that it did not give
    report         the diagnosis of the folder
    """

    account: Account
    first: CompletedProcess[str]
    second: CompletedProcess[str]
    folder: Path
    refused: dict[Want, str]
    report: Report

    def answer(self, operation: str, about: str) -> dict[str, object]:
        """The answer of one operation about one part of the shop: `orders`."""
        verb = operation.replace("_", "-")
        [file] = (self.folder / f"{STACK}-{about}").glob(f"*.{verb}.{STACK}-{about}.json")
        body: dict[str, object] = json.loads(file.read_text(encoding="utf-8"))
        return body

    def log(self, function: str) -> str:
        """All events of a function's log group."""
        events = self.answer("filter-log-events", function)["events"]
        return "\n".join(event["message"] for event in events)

    def points(self, about: str, metric: str) -> list[float]:
        """Values of one series of GetMetricData."""
        found = self.answer("get-metric-data", about)["MetricDataResults"]
        [series] = [one for one in found if metric in one["Label"]]
        return series["Values"]

    def incidents(self, about: str) -> dict[str, Incident]:
        """By symptom, what is diagnosed about one part."""
        name = f":{STACK}-{about}"
        return {i.symptom: i for i in self.report.incidents if i.resource.endswith(name)}

    def checks(self, about: str) -> set[str]:
        """Checks that found something about one part."""
        name = f":{STACK}-{about}"
        return {f.check for f in self.report.findings if f.resource.endswith(name)}
