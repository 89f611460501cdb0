"""The real servers that tests use: each starts, answers, is emptied, and is gone when its test run is."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from tests.servers import Server, fetch, missing


def asked(server: Server, query: str) -> dict[str, object]:
    url = f"{server.query}?{urllib.parse.urlencode({'query': query})}"
    request = urllib.request.Request(url, headers={"Accept": "application/sparql-results+json"})
    passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
    passwords.add_password(None, server.url, server.user, server.password)
    opener = urllib.request.build_opener(urllib.request.HTTPBasicAuthHandler(passwords))
    with opener.open(request, timeout=30) as answer:
        found: dict[str, object] = json.load(answer)
    return found


def test_a_server_answers_and_is_empty(server: Server) -> None:
    assert asked(server, "ASK { ?s <http://example.org/p> ?o }")["boolean"] is False


def test_what_is_missing_is_said_with_the_way_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(fetch, "FOLDER", tmp_path)
    monkeypatch.setattr(fetch, "program", lambda name: f"/bin/{name}")
    assert "make stores" in str(missing("fuseki"))
    monkeypatch.setattr(fetch, "program", lambda name: None)
    assert "apt-get install virtuoso-opensource-7-bin" in str(missing("virtuoso"))


@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("whole_group", [False, True])
def test_a_command_ends_with_the_process_that_started_it(end: signal.Signals, whole_group: bool, tmp_path: Path) -> None:
    """Also where a terminal or ``timeout`` ends all processes of the group, which the leash is of, but the command is not."""
    if whole_group and end == signal.SIGKILL:
        pytest.skip("then nobody is left who could end it")
    leash, note = Path(fetch.__file__).with_name("leash.py"), tmp_path / "pid"
    command = f"import os, time; open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(600)"
    leashed = [sys.executable, str(leash), sys.executable, "-c", command]
    heard = "signal.signal(signal.SIGINT, signal.default_int_handler)"  # a run in the background starts with it ignored
    starter = (
        f"import signal, subprocess, time; {heard}; held = subprocess.Popen({leashed!r}, stdin=subprocess.PIPE); time.sleep(600)"
    )
    parent = subprocess.Popen([sys.executable, "-c", starter], start_new_session=True, stderr=subprocess.DEVNULL)
    _until(lambda: note.exists() and note.read_text() != "")
    process = int(note.read_text())
    os.killpg(parent.pid, end) if whole_group else os.kill(parent.pid, end)
    parent.wait(20)
    _until(lambda: not _runs(process))


def _until(holds: object) -> None:
    end = time.monotonic() + 20
    while not holds():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
