"""How each kind of server is started, on free ports of this machine, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.servers.fetch import JARS, file_of, program

START_S, TRIES = 90.0, 3
PASSWORD = "s3cret:of-tests"
JAVA = os.environ.get("DIPKB_STORES_JAVA", "-Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1").split()
BUFFERS = os.environ.get("DIPKB_STORES_BUFFERS", "20000")  # of Virtuoso, 8 kB each


@dataclass(frozen=True)
class Server:
    """A running server: ``url`` is what a user would name it by; the password is empty where it asks for none.

    ``clear`` empties it; ``log`` is the file of what it said; ``process`` is the number of the process that holds it.
    """

    kind: str
    url: str
    query: str
    update: str
    log: Path
    process: int
    clear: Callable[[], None]
    user: str = ""
    password: str = ""

    @property
    def environment(self) -> dict[str, str]:
        """What a command needs in its environment to be let in."""
        return {"DIPKB_STORE_USER": self.user, "DIPKB_STORE_PASSWORD": self.password} if self.user else {}


@dataclass(frozen=True)
class Start:
    """What to run, and where it answers then; ``probe`` is found from when on it does."""

    command: tuple[str, ...]
    url: str
    query: str
    update: str
    probe: str
    user: str = ""
    password: str = ""
    ready: Callable[[], None] = lambda: None
    clear: Callable[[], None] | None = None


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def fuseki(folder: Path, *options: str) -> Start:
    """Fuseki over TDB2 behind a password; ``--set=tdb2:unionDefaultGraph=true`` changes what the default graph is."""
    (folder / "tdb2").mkdir(exist_ok=True)
    (folder / "passwd").write_text(f"dipkb: {PASSWORD}\n")
    port = free_port()
    run = ("--loc", str(folder / "tdb2"), "--update", "--port", str(port), "--localhost", "--auth=basic")
    main = "org.apache.jena.fuseki.main.cmds.FusekiMainCmd"
    jar = str(file_of(JARS["fuseki"][0]))
    command = (_java(), *JAVA, "-cp", jar, main, *options, *run, "--passwd", str(folder / "passwd"), "/ds")
    base = f"http://127.0.0.1:{port}/ds"
    return Start(command, base, f"{base}/query", f"{base}/update", f"{base}/query", "dipkb", PASSWORD)


def rdf4j(folder: Path, *options: str) -> Start:
    """RDF4J's server in a servlet container, with one native repository."""
    war, jetty = file_of(JARS["rdf4j"][0]), file_of(JARS["rdf4j"][1])
    port = free_port()
    places = (f"-Dorg.eclipse.rdf4j.appdata.basedir={folder / 'data'}", f"-Djava.io.tmpdir={folder}")
    runs = ("--host", "127.0.0.1", "--port", str(port), "--path", "/rdf4j-server", str(war))
    root = f"http://127.0.0.1:{port}/rdf4j-server"
    base = f"{root}/repositories/dipkb"
    command = (_java(), *JAVA, *places, *options, "-jar", str(jetty), *runs)
    made = lambda: _send("PUT", base, REPOSITORY.encode(), "text/turtle")  # noqa: E731
    cleared = lambda: _send("DELETE", f"{base}/statements")  # noqa: E731
    return Start(command, base, base, f"{base}/statements", f"{root}/protocol", ready=made, clear=cleared)


REPOSITORY = """
@prefix rep: <http://www.openrdf.org/config/repository#> .
@prefix sr: <http://www.openrdf.org/config/repository/sail#> .
@prefix sail: <http://www.openrdf.org/config/sail#> .
@prefix ns: <http://www.openrdf.org/config/sail/native#> .
[] a rep:Repository ; rep:repositoryID "dipkb" ; rep:repositoryImpl [ rep:repositoryType "openrdf:SailRepository" ;
   sr:sailImpl [ sail:sailType "openrdf:NativeStore" ; ns:tripleIndexes "spoc,posc,cspo" ] ] .
"""


def virtuoso(folder: Path, *options: str) -> Start:
    """Virtuoso with its digest login; ``options`` are lines for the section ``[SPARQL]``."""
    port, sql = free_port(), free_port()
    ini = Path(__file__).with_name("virtuoso.ini").read_text()
    for name, value in {"@HTTP": port, "@SQL": sql, "@BUFFERS": BUFFERS}.items():
        ini = ini.replace(name, str(value))
    (folder / "virtuoso.ini").write_text(ini + "\n".join(options) + "\n")
    command = (str(program("virtuoso-t")), "+wait", "+foreground", "+configfile", "virtuoso.ini")
    base = f"http://127.0.0.1:{port}/sparql"
    isql = lambda *words: _isql(sql, *words)  # noqa: E731
    grant = lambda: isql("grant SPARQL_UPDATE to dba;")  # noqa: E731
    probe, clear = f"{base}?query=ASK%7B%7D", lambda: isql("RDF_GLOBAL_RESET();")
    return Start(command, base, base, f"{base}-auth", probe, "dba", "dba", ready=grant, clear=clear)


def _isql(port: int, *statements: str) -> None:
    """Run SQL; the client tells of a refusal in its output only."""
    text = "\n".join((*statements, "checkpoint;"))
    command = [str(program("isql-vt")), f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT"]
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=60)
    if done.returncode or ("*** Error" in done.stdout and "already have role" not in done.stdout):
        raise RuntimeError(f"Virtuoso refused {statements}: {done.stdout[-500:]}{done.stderr[-500:]}")


def oxigraph(folder: Path, *options: str) -> Start:
    """Oxigraph's own server over a store on disk; ``--union-default-graph`` changes what the default graph is."""
    port = free_port()
    command = (str(program("oxigraph")), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}", *options)
    base = f"http://127.0.0.1:{port}"
    return Start(command, base, f"{base}/query", f"{base}/update", f"{base}/query")


KINDS: dict[str, Callable[..., Start]] = {"fuseki": fuseki, "rdf4j": rdf4j, "virtuoso": virtuoso, "oxigraph": oxigraph}


@contextmanager
def started(kind: str, folder: Path, *options: str) -> Iterator[Server]:
    """A server of this kind, answering, with its data in the folder; it ends with the block, and with this process.

    Raises:
        RuntimeError: It did not start, or did not answer within a minute and a half; shows the end of what it said.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for attempt in range(TRIES):
        start = KINDS[kind](folder, *options)
        log = folder / "server.log"
        with _leashed(start.command, folder, log) as process:
            if _answers(start, process):
                start.ready()
                yield _server(kind, start, log, process.pid)
                return
        if attempt == TRIES - 1:  # a port may have been taken in between
            raise RuntimeError(f"{kind} did not start: {log.read_text(errors='replace')[-2000:]}")


@contextmanager
def _leashed(command: tuple[str, ...], folder: Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    leash = [sys.executable, str(Path(__file__).with_name("leash.py")), *command]
    with log.open("ab") as said:
        process = subprocess.Popen(leash, cwd=folder, stdin=subprocess.PIPE, stdout=said, stderr=said)
    assert process.stdin is not None
    try:
        yield process
    finally:
        process.stdin.close()
        process.wait(20)


def _answers(start: Start, process: subprocess.Popen[bytes]) -> bool:
    """Wait until the server has something at its probe, if only a refusal (Virtuoso listens before it has)."""
    end = time.monotonic() + START_S
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            if _answer(start.probe) in (200, 400, 401):
                return True
        time.sleep(0.1)
    return False


def _answer(url: str) -> int:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refusal:
        return refusal.code


def _server(kind: str, start: Start, log: Path, process: int) -> Server:
    credentials = {"user": start.user, "password": start.password}
    clear = start.clear or (lambda: _send("POST", start.update, b"DROP ALL", "application/sparql-update", **credentials))
    return Server(kind, start.url, start.query, start.update, log, process, clear, **credentials)


def _send(method: str, url: str, body: bytes | None = None, type: str = "", user: str = "", password: str = "") -> None:
    request = urllib.request.Request(url, body, {"Content-Type": type} if type else {}, method=method)
    handlers: list[urllib.request.BaseHandler] = []
    if user:
        passwords = urllib.request.HTTPPasswordMgrWithPriorAuth()
        passwords.add_password(None, url, user, password, is_authenticated=True)
        handlers.append(urllib.request.HTTPBasicAuthHandler(passwords))
    with urllib.request.build_opener(*handlers).open(request, timeout=60) as answer:
        answer.read()


def _java() -> str:
    return str(program("java"))
