"""Every function of the language: operands in, value out."""

from __future__ import annotations

from tests.insights.reference.functions.addresses import ADDRESSES
from tests.insights.reference.functions.general import GENERAL
from tests.insights.reference.functions.jsons import JSON
from tests.insights.reference.functions.numbers import NUMBERS
from tests.insights.reference.functions.texts import TEXTS
from tests.insights.reference.functions.times import TIMES

FUNCTIONS = {**ADDRESSES, **GENERAL, **JSON, **NUMBERS, **TEXTS, **TIMES}
