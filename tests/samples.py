"""Small logs that tests share, written in the forms Lambda writes."""

from __future__ import annotations

RID = "6f1d2c3b-0000-4000-8000-00000000000{}"


def healthy(number: int = 1) -> str:
    rid = RID.format(number)
    return (
        f"2026-03-01T10:00:0{number}.000Z START RequestId: {rid} Version: $LATEST\n"
        f"2026-03-01T10:00:0{number}.200Z END RequestId: {rid}\n"
        f"2026-03-01T10:00:0{number}.200Z REPORT RequestId: {rid}\tDuration: 198.10 ms\t"
        "Billed Duration: 199 ms\tMemory Size: 128 MB\tMax Memory Used: 40 MB\t\n"
    )


def missing_module(number: int = 2) -> str:
    rid = RID.format(number)
    at = f"2026-03-01T10:00:0{number}"
    return (
        f"{at}.000Z [ERROR] Runtime.ImportModuleError: Unable to import module 'app': No module named 'stripe'\n"
        "Traceback (most recent call last):\n"
        f"{at}.001Z INIT_REPORT Init Duration: 99.10 ms\tPhase: init\tStatus: error\tError Type: Runtime.ImportModuleError\n"
        f"{at}.100Z START RequestId: {rid} Version: $LATEST\n"
        f"{at}.200Z END RequestId: {rid}\n"
        f"{at}.200Z REPORT RequestId: {rid}\tDuration: 98.10 ms\tBilled Duration: 99 ms\t"
        "Memory Size: 128 MB\tMax Memory Used: 40 MB\tStatus: error\tError Type: Runtime.ImportModuleError\n"
    )
