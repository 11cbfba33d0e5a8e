"""What counts as the handler's own module."""

from __future__ import annotations

import pytest

from lambda_triage.checks.handler_module import handler_module, names_handler
from lambda_triage.evidence.function import FunctionConfiguration


def configured(handler: str) -> FunctionConfiguration:
    return FunctionConfiguration("?:orders", complete=False, handler=handler)


@pytest.mark.parametrize(
    ("handler", "module"),
    [
        ("app.handler", "app"),
        ("src/app.handler", "src/app"),
        ("shop.Handler::handleRequest", "shop.Handler"),
        ("bootstrap", "bootstrap"),
    ],
)
def test_the_module_is_read_out_of_every_form_of_handler(handler, module):
    actual = handler_module(configured(handler))

    assert actual == module


@pytest.mark.parametrize(
    ("captures", "handler", "own"),
    [
        ({"module": "app", "loading": "app"}, None, True),
        ({"module": "src", "loading": "src/app"}, None, True),
        ({"module": "stripe", "loading": "app"}, "stripe.handler", False),
        ({"module": "orders", "by": "/var/runtime/index.mjs"}, None, True),
        ({"module": "./db", "by": "/var/task/index.js"}, "db.handler", False),
        ({"module": "/var/task/src/app.js"}, "src/app.handler", True),
        ({"module": "index"}, None, True),
        ({"module": "axios"}, None, False),
        ({}, "app.handler", False),
    ],
)
def test_a_missing_module_is_the_handler_only_when_something_says_so(captures, handler, own):
    function = configured(handler) if handler else None

    actual = names_handler(captures, function)

    assert actual == own
