"""A local Lambda: runs a handler as Lambda would and writes CloudWatch's own log lines.

    function = Function("greeter", "app.handler", Path("src"), memory_mb=128, timeout_s=3.0)
    result = run(function, [{"name": "Ada"}])
    result.invocations[0].status, [event.message for event in result.events]

Real: the Runtime API (2018-06-01), AWS's Python runtime client (or any `bootstrap`), the time-out,
the 10 s limit of the init phase, the memory limit, Lambda's environment variables, a clean
environment that hides the caller's variables and credentials, 1,024 file descriptors.

Not enforced yet: `/tmp` is the host's (neither private, nor emptied, nor limited to 512 MB); the
task directory stays writable; CPU is not scaled with memory; the network is open; payloads over
6 MB pass; the interpreter is this one whatever `runtime` says, and its packages can be imported
although the function does not ship them, unless `brought` hides them; layers are on the search
paths, and not under /opt; no extensions, X-Ray, JSON log format or concurrency. Memory is resident
memory, polled: a peak shorter than a poll is killed late, but it is killed.

Linux only when it runs (it reads /proc); importable everywhere. A leaf: it imports only errors.
"""

from lambda_triage.runtime.function import JSON, Function
from lambda_triage.runtime.result import Invocation, LogEvent, Run, Status
from lambda_triage.runtime.run import missing_part, run

__all__ = ["JSON", "Function", "Invocation", "LogEvent", "Run", "Status", "missing_part", "run"]
