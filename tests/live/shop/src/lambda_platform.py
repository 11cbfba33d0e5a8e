"""What Lambda's platform writes to a log and ministack does not: that an invocation timed out."""

import functools
import threading
from datetime import UTC, datetime


def announced(handler):
    """The handler, with the platform's line just before ministack ends it."""

    @functools.wraps(handler)
    def timed(event, context):
        left_s = context.get_remaining_time_in_millis() / 1000
        watch = threading.Timer(max(left_s - 0.1, 0), _write, (context.aws_request_id, left_s))
        watch.daemon = True
        watch.start()
        try:
            return handler(event, context)
        finally:
            watch.cancel()

    return timed


def _write(id, left_s):
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3]
    print(f"{now}Z {id} Task timed out after {left_s:.2f} seconds", flush=True)
