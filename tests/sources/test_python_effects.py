"""What a Python source makes when it is loaded, and what a durable function does outside of steps."""

from __future__ import annotations

import ast

import pytest

from lambda_triage.sources.packages.python_frozen import python_frozen
from lambda_triage.sources.packages.python_replayed import python_replayed

IMPORTS = """
import boto3, datetime, os, pymongo, psycopg2, random as rnd, secrets, time, uuid, requests
import mysql.connector
from datetime import datetime as dt
from aws_lambda_powertools.utilities import parameters
from aws_durable_execution_sdk_python import durable_execution as durable, durable_step
from aws_durable_execution_sdk_python import durable_with_child_context
"""


def frozen(code: str) -> list[tuple[str, str]]:
    return [(e.call, e.kind) for e in python_frozen(ast.parse(IMPORTS + code))]


def replayed(code: str) -> list[str]:
    head = IMPORTS + "table = boto3.resource('dynamodb').Table('debts')\n"
    return [e.call for e in python_replayed(ast.parse(head + code))]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("A = uuid.uuid4().hex", ("uuid.uuid4", "value")),
        ("A = rnd.randint(1, 9)", ("random.randint", "value")),
        ("A = [os.urandom(4) for _ in range(3)]", ("os.urandom", "value")),
        ("A = dt.now()", ("datetime.datetime.now", "value")),
        ("class Order:\n    made = datetime.datetime.utcnow()", ("datetime.datetime.utcnow", "value")),
        ("def f(at=time.time()):\n    return at", ("time.time", "value")),
        ("try:\n    A = secrets.token_hex()\nexcept OSError:\n    A = None", ("secrets.token_hex", "value")),
        ("DB = mysql.connector.connect(host='db')", ("mysql.connector.connect", "connection")),
        ("def c():\n    return psycopg2.connect('')\nDB = c()", ("psycopg2.connect", "connection")),
        ("DB = pymongo.MongoClient('db').orders", ("pymongo.MongoClient", "connection")),
        ("A = boto3.client('ssm').get_parameter(Name='x')", ("get_parameter", "secret")),
        (
            "A = parameters.get_secret('x')",
            ("aws_lambda_powertools.utilities.parameters.get_secret", "secret"),
        ),
    ],
)  # fmt: skip
def test_what_loading_makes_is_found(code, found):
    assert frozen(code) == [found]


@pytest.mark.parametrize(
    "code",
    [
        "def handler(event, context):\n    return uuid.uuid4()",
        "MAKE = lambda: uuid.uuid4()",
        "class Order:\n    def __init__(self):\n        self.id = uuid.uuid4()",
        "MAKE = uuid.uuid4",
        "A = uuid.uuid5(uuid.NAMESPACE_DNS, 'orders')",
        "rnd.seed(7)",
        "if __name__ == '__main__':\n    print(uuid.uuid4())",
        "s3 = boto3.client('s3')",
        "import sqlite3\nDB = sqlite3.connect(':memory:')",
        "def random():\n    return 4\nA = random()",
        "def timed(f):\n    began = time.time()\n    return f\nf = timed(len)",
        "A = time.perf_counter()",
    ],
)
def test_what_runs_later_or_stays_right_is_left_out(code):
    assert frozen(code) == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("@durable\ndef h(event, context):\n    return rnd.random()", ["random.random"]),
        ("@durable(plugins=[])\ndef h(event, context):\n    return dt.now()", ["datetime.datetime.now"]),
        ("def h(event, context):\n    return uuid.uuid4()\nhandler = durable(h)", ["uuid.uuid4"]),
        ("@durable_with_child_context\ndef h(context):\n    return time.time()", ["time.time"]),
        ("@durable\ndef h(event, context):\n    table.put_item(Item=event)", ["dynamodb.put_item"]),
        ("@durable\ndef h(event, context):\n    requests.post('x', timeout=1)", ["requests.post"]),
        (
            "def key():\n    return uuid.uuid4()\n@durable\ndef h(event, context):\n    k = key()",
            ["uuid.uuid4"],
        ),
    ],
)  # fmt: skip
def test_what_a_replay_does_again_is_found(code, found):
    assert replayed(code) == found


@pytest.mark.parametrize(
    "body",
    [
        "return context.step(lambda step: uuid.uuid4())",
        "return context.step(save(uuid.uuid4()), name='save')",
        "def ask(step):\n        return requests.get('x', timeout=1)\n    return context.step(ask)",
        "context.logger.info('%s', time.time())",
        "print(time.time())",
        "return table.meta",
    ],
)
def test_what_a_step_does_or_a_log_is_told_is_left_out(body):
    code = "@durable_step\ndef save(step, key):\n    return table.put_item(Item=key)\n"

    assert replayed(f"{code}@durable\ndef h(event, context):\n    {body}\n") == []


def test_another_decorator_of_this_name_makes_nothing_durable():
    code = "from shop import durable_execution\n@durable_execution\ndef h(e, c):\n    rnd.random()"

    assert replayed(code) == []


def test_functions_that_call_one_another_come_to_an_end():
    assert frozen("def a():\n    b()\ndef b():\n    a()\n    uuid.uuid1()\na()") == [
        ("uuid.uuid1", "value")
    ]


def test_a_long_expression_is_no_trouble():
    assert frozen("A = " + "+".join(["'x'"] * 900) + " + str(uuid.uuid4())") == [
        ("uuid.uuid4", "value")
    ]
