"""Runs one program, and ends it with all it started as soon as nobody waits for it any more.

A file of its own that imports nothing of this package: `python -I -S keeper.py WORDS…`. Standard
input is the line to whoever waits: when it closes, even because that process was killed, the
program's whole process group is killed.
"""

import os
import signal
import subprocess
import sys
import threading

NOT_FOUND = 127  # as a shell has it


def main() -> int:
    """The program's own code."""
    try:
        child = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL)  # noqa: S603  # a plan's
    except OSError as error:
        sys.stderr.write(f"{sys.argv[1]}: {error.strerror}\n")
        return NOT_FOUND
    threading.Thread(target=_watch, args=(child,), daemon=True).start()
    code = child.wait()
    return code if code >= 0 else 128 - code


def _watch(child: "subprocess.Popen[bytes]") -> None:
    os.read(0, 1)  # returns when the other end is gone
    if sys.platform == "win32":
        folder = os.environ.get("SYSTEMROOT", r"C:\Windows")
        words = [folder + r"\System32\taskkill.exe", "/T", "/F", "/PID", str(child.pid)]
        subprocess.run(words, check=False)  # noqa: S603  # constants and a number
        return
    os.killpg(0, signal.SIGKILL)  # this process leads the group


if __name__ == "__main__":
    sys.exit(main())
