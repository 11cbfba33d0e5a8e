"""Calls in a Python source by the full name of what is called, and what calls of them do.

Sources: documentation of uuid, random, secrets, os, time, datetime, numpy.random, psycopg, PyMySQL,
mysql-connector, pymongo, oracledb, pyodbc, pika, requests, httpx, urllib, boto3 and Powertools for
AWS Lambda (parameters), 2026. Clients that connect at the first use (boto3, redis) are left out.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

VALUES = re.compile(
    r"uuid\.uuid[147]$|os\.(?:urandom|getrandom)$|secrets\.(?:token_\w+|choice|randbelow|randbits)$"
    r"|random\.(?:random|rand(?:int|range|bytes)|choices?|sample|uniform|getrandbits|\w+variate|gauss)$"
    r"|numpy\.random\.(?:rand\w*|choice|uniform|normal)$"
)
CLOCKS = re.compile(
    r"time\.time(?:_ns)?$|datetime\.(?:datetime\.(?:now|utcnow|today)|date\.today)$"
)
CONNECTIONS = re.compile(
    r"(?:psycopg2?|pymysql|MySQLdb|mysql\.connector|oracledb|cx_Oracle|pyodbc|snowflake\.connector"
    r"|redshift_connector|psycopg\.Connection)\.connect$|pymongo(?:\.mongo_client)?\.MongoClient$"
    r"|psycopg2\.pool\.\w+ConnectionPool$|psycopg_pool\.ConnectionPool$"
    r"|socket\.create_connection$|pika\.BlockingConnection$"
)
SECRETS = re.compile(
    r"(?:^|\.)(?:get_secret_value|get_parameters?(?:_by_path|_by_name)?|get_secret|assume_role"
    r"|get_session_token)$"
)
SERVICES = re.compile(
    r"(?:requests|httpx)\.(?:get|post|put|patch|delete|head|request)$|urllib\.request\.urlopen$"
)
CLIENT = re.compile(
    r"boto3\.(?:client|resource)$|boto3(?:\.session)?\.Session\.(?:client|resource)$"
)


def aliases(tree: ast.Module) -> dict[str, str]:
    """Full names of what the source imports: `dt` → `datetime`, `uuid4` → `uuid.uuid4`."""
    known: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                whole = alias.name if alias.asname else alias.name.split(".")[0]
                known[alias.asname or whole] = whole
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                known[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return known


def dotted(function: ast.expr) -> str:
    """`requests.get` of a call's function; empty where it is not a plain name."""
    parts: list[str] = []
    while isinstance(function, ast.Attribute):
        parts.append(function.attr)
        function = function.value
    if not isinstance(function, ast.Name):
        return ""
    return ".".join([function.id, *reversed(parts)])


def full_name(function: ast.expr, known: Mapping[str, str]) -> str:
    """The name of what is called as its module has it; empty where it is not imported."""
    first, dot, rest = dotted(function).partition(".")
    return f"{known[first]}{dot}{rest}" if first in known else ""


def functions(tree: ast.Module) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The module's own functions by name; the last of each."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name: node for node in tree.body if isinstance(node, kinds)}


def executed(
    body: Iterable[ast.AST], inner: Callable[[ast.Call], Iterable[ast.AST]]
) -> Iterator[ast.Call]:
    """Calls that are made when *body* runs; *inner* says which parts of a call to look into.

    Functions and lambdas that are only defined do not run; what their definition needs does.
    """
    waiting = list(body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            defaults = [d for d in node.args.kw_defaults if d is not None]
            waiting += [*node.decorator_list, *node.args.defaults, *defaults]
        elif isinstance(node, ast.Call):
            yield node
            waiting += inner(node)
        elif isinstance(node, ast.If) and _is_main(node.test):
            waiting += node.orelse
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def whole(call: ast.Call) -> Iterable[ast.AST]:
    """Every part of a call."""
    return ast.iter_child_nodes(call)


def _is_main(test: ast.expr) -> bool:
    """Whether a condition is `__name__ == "__main__"`."""
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id == "__name__"
    )
