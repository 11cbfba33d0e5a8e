"""Handlers that the tests of the local runtime run, and how to make a function of one."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from lambda_triage.runtime import Function

if TYPE_CHECKING:
    from pathlib import Path

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile(r"\d+")

FAULTS = """
    import ctypes, os, sys, time

    seen = []

    def handler(event, context):
        do = event.get("do")
        if do == "raise":
            raise ValueError("no such order")
        if do == "set":
            return {1, 2}
        if do == "sleep":
            time.sleep(30)
        if do == "exit":
            sys.exit(event["code"])
        if do == "crash":
            ctypes.string_at(0)
        if do == "grow":
            hold = [bytearray(8 << 20) for _ in range(64)]
            time.sleep(30)
        seen.append(do)
        return {"seen": len(seen), "memory": os.environ["AWS_LAMBDA_FUNCTION_MEMORY_SIZE"]}
"""


def function(folder: Path, code: str = FAULTS, **settings) -> Function:
    (folder / "app.py").write_text(textwrap.dedent(code), encoding="utf-8")
    settings = {"timeout_s": 5.0, **settings}
    return Function("orders", settings.pop("handler", "app.handler"), folder, **settings)


def shape(line: str) -> str:
    """The line with every id and number replaced, so that what is left is its form."""
    return NUMBER.sub("9", UUID.sub("<id>", line))
