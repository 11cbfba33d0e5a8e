"""What the host does before the runtime starts: source of a sitecustomize module, Linux as root."""

from __future__ import annotations

_MOUNTS = """
import ctypes, os
_libc = ctypes.CDLL(None, use_errno=True)
def _call(what, *args):
    if getattr(_libc, what)(*args):
        raise OSError(ctypes.get_errno(), what)
_call("unshare", 0x20000)  # CLONE_NEWNS
_call("mount", None, b"/", None, 0x44000, None)  # MS_REC | MS_PRIVATE: the host sees none of it
"""


def small_tmp(megabytes: int) -> str:
    """Give the environment a /tmp of its own, of a size."""
    options = f"size={megabytes}m".encode()
    return f'{_MOUNTS}_call("mount", b"tmpfs", b"/tmp", b"tmpfs", 0, {options!r})\n'


# /var/task is read-only in Lambda: the folder is mounted on itself, then without write access.
READ_ONLY_TASK = (
    _MOUNTS
    + """
_task = os.getcwd().encode()
_call("mount", _task, _task, None, 0x1000, None)  # MS_BIND
_call("mount", None, _task, None, 0x1021, None)  # MS_REMOUNT | MS_BIND | MS_RDONLY
os.chdir(_task)
"""
)

# Lambda runs code as a user without rights of its own: all capabilities are dropped.
WITHOUT_RIGHTS = """
import ctypes
_header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # _LINUX_CAPABILITY_VERSION_3
if ctypes.CDLL(None, use_errno=True).capset(_header, (ctypes.c_uint32 * 6)()):
    raise OSError(ctypes.get_errno(), "capset")
"""


def share_of_cpu(percent: int) -> str:
    """Let the runtime run for a share of each 50 ms only, as a CPU quota does."""
    return f"""
import os, signal, time
_parent = os.getpid()
if os.fork() == 0:
    while os.getppid() == _parent:
        os.kill(_parent, signal.SIGSTOP)
        time.sleep(0.05 * {100 - percent} / 100)
        os.kill(_parent, signal.SIGCONT)
        time.sleep(0.05 * {percent} / 100)
    os._exit(0)
"""
