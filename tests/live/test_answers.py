"""What README.md says of the emulators' answers is so: each is compared with botocore's model."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.live.asked import every
from tests.live.shapes import compared

if TYPE_CHECKING:
    from tests.live.evidence import Shop

pytestmark = pytest.mark.live

README = Path(__file__).with_name("README.md")
ROW = re.compile(r"^\| `(?P<operation>[\w-]+\.[A-Z]\w+)` \| (?P<told>.*?) \|$", re.MULTILINE)


def test_every_answer_has_the_models_shape_but_those_that_are_listed(shop: Shop) -> None:
    listed = {row["operation"]: row["told"] for row in ROW.finditer(README.read_text("utf-8"))}
    found: dict[str, set[str]] = defaultdict(set)
    for want in every(shop.account):
        code, unlike = compared(shop.account, want)
        found[want.operation] |= {code, *unlike}

    odd = {name: told - {"answers"} for name, told in found.items() if told != {"answers"}}
    assert {
        name: "; ".join(f"`{one}`" for one in sorted(told)) for name, told in odd.items()
    } == listed
