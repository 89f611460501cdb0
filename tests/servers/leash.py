"""Run a command that ends, with all it started, when whoever started this ends in whatever way.

``python leash.py COMMAND…``: standard input is the leash. It is held open by the parent; at its end (closed, or the parent was
killed) the command gets SIGTERM, and SIGKILL two seconds later. The same when this is told to end (SIGTERM, SIGINT, SIGHUP), as
all that a terminal or ``timeout`` started is.
"""

import os
import signal
import subprocess
import sys
import threading


def _wait_for_end(command: "subprocess.Popen[bytes]") -> None:
    while os.read(0, 4096):
        pass
    _end(command)


def _end(command: "subprocess.Popen[bytes]") -> None:
    for sign, wait_s in ((signal.SIGTERM, 2), (signal.SIGKILL, 5)):
        try:
            os.killpg(command.pid, sign)
            command.wait(wait_s)
            break
        except ProcessLookupError:
            break
        except subprocess.TimeoutExpired:
            continue


if __name__ == "__main__":
    told = threading.Event()
    for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(sign, lambda *_: told.set())
    started = subprocess.Popen(sys.argv[1:], stdin=subprocess.DEVNULL, start_new_session=True)
    threading.Thread(target=_wait_for_end, args=(started,), daemon=True).start()
    while started.poll() is None:
        if told.wait(0.1):
            _end(started)
    sys.exit(started.returncode)
