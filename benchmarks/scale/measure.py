"""A command, run to its end or to its limit, and what it took."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec


class Measured(msgspec.Struct, frozen=True, omit_defaults=True):
    """Seconds by the wall and of the processor (children included), peak memory, the end of what was printed; why it failed."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    failed: str = ""
    printed: str = ""


def measured(command: Sequence[str], limit_s: float, environment: Mapping[str, str] | None = None) -> Measured:
    """Run a command in a process group of its own; killed as a whole at the limit.

    Peak memory is that of the largest process among it and its children, in MB of 1024 kB, as the system counts it.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        begin = time.perf_counter()
        child = subprocess.Popen(
            command, stdout=out, stderr=err, stdin=subprocess.DEVNULL, env={**os.environ, **(environment or {})},
            start_new_session=True,
        )  # fmt: skip
        late = threading.Event()
        alarm = threading.Timer(limit_s, lambda: (late.set(), os.killpg(child.pid, signal.SIGKILL)))
        alarm.start()
        _, status, used = os.wait4(child.pid, 0)
        alarm.cancel()
        wall, child.returncode = time.perf_counter() - begin, os.waitstatus_to_exitcode(status)
        said = [_end(stream) for stream in (out, err)]
    failed = f"stopped after {limit_s:.0f} s" if late.is_set() else said[1][-300:] if child.returncode else ""
    if child.returncode and not failed:
        failed = f"exit code {child.returncode}"
    return Measured(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, failed, said[0])


def _end(stream) -> str:  # type: ignore[no-untyped-def]
    stream.seek(0, os.SEEK_END)
    stream.seek(max(0, stream.tell() - 4000))
    return str(stream.read().decode("utf-8", "replace")).strip()


def peak_mb(process: int) -> float:
    """The most memory a running process has had."""
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def size_mb(path: Path) -> float:
    """What a file, or all in a folder, takes on disk."""
    files = [path] if path.is_file() else [file for file in path.rglob("*") if file.is_file()]
    return sum(file.stat().st_blocks * 512 for file in files) / 1024**2
