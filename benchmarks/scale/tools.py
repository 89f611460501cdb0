"""Which tool does which task by which command, and up to which size it is asked to."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from tests.servers import missing
from tests.servers.fetch import JARS, file_of, program

JAVA_MEMORY = "-Xmx4g"
SMALL, MIDDLE, ANY = 150_000, 1_500_000, 10**12


class Place(msgspec.Struct, frozen=True):
    """The graph of one size, and where tools keep theirs: ``graph`` is its N-Quads, ``store`` dipkb's folder."""

    folder: Path
    articles: int
    quads: int

    @property
    def graph(self) -> Path:
        """The file that every tool reads."""
        return self.folder / "graph.nq"

    @property
    def store(self) -> Path:
        """The store that the graph was built in."""
        return self.folder / "kb"

    def of(self, tool: str) -> Path:
        """Where a tool keeps what it has loaded."""
        return self.folder / tool


class Task(msgspec.Struct, frozen=True):
    """One task of one tool: up to how many quads, and the command. ``inner`` where the command prints the seconds that count."""

    task: str
    tool: str
    most: int
    command: Callable[[Place], Sequence[str]]
    inner: bool = False
    server: str | None = None

    def missing(self) -> str | None:
        """Why the tool is not here."""
        return missing(self.server) if self.server else None


def _work(task: str, tool: str, *words: object) -> list[str]:
    return [sys.executable, "-m", "benchmarks.scale.work", task, tool, *map(str, words)]


def _dipkb(*words: object) -> list[str]:
    return [sys.executable, "-m", "dipkb", *map(str, words)]


def _shell(*commands: Sequence[object], out: Path | None = None) -> list[str]:
    joined = " && ".join(shlex.join(map(str, command)) for command in commands)
    return ["sh", "-c", f"{joined} > {shlex.quote(str(out))}" if out else joined]


def _jena(*words: object) -> list[object]:
    return [program("java"), JAVA_MEMORY, "-cp", file_of(JARS["fuseki"][0]), *words]


def _oxigraph(*words: object) -> list[object]:
    return [program("oxigraph"), *words]


def _oxigraph_load(p: Place) -> list[str]:
    data = p.of("oxigraph") / "data"
    return _shell(
        ["mkdir", "-p", data], _oxigraph("load", "-l", data, "-f", p.graph), _oxigraph("optimize", "-l", data)
    )  # fmt: skip


def _fuseki_load(p: Place) -> list[str]:
    data = p.of("fuseki") / "tdb2"
    return _shell(["mkdir", "-p", data], _jena("tdb2.tdbloader", "--loader=phased", "--loc", data, p.graph))


def _validate(p: Place) -> list[str]:
    """Its exit code says whether the graph conforms; a few of the invented reports do not."""
    return ["sh", "-c", f"{shlex.join(map(str, _dipkb('validate', p.graph, '--format', 'json')))} || [ $? -eq 1 ]"]


TASKS = (
    Task("emit", "dipkb", ANY, lambda p: _work("emit", "dipkb", p.articles, p.folder / "emitted.nq"), inner=True),
    Task("emit", "pyoxigraph", MIDDLE, lambda p: _work("emit", "pyoxigraph", p.graph, p.folder / "emitted.nq"), inner=True),
    Task("emit", "rdflib", MIDDLE, lambda p: _work("emit", "rdflib", p.graph, p.folder / "emitted.nq"), inner=True),
    Task("load", "dipkb", ANY, lambda p: _dipkb("store", "load", p.graph, "--store", p.of("dipkb"))),
    Task("load", "oxigraph", ANY, _oxigraph_load, server="oxigraph"),
    Task("load", "fuseki", ANY, _fuseki_load, server="fuseki"),
    Task("load", "virtuoso", ANY, lambda p: _work("load", "virtuoso", p.graph, p.of("virtuoso")), server="virtuoso"),
    Task("load", "rdflib", MIDDLE, lambda p: _work("load", "rdflib", p.graph)),
    Task("validate", "dipkb", ANY, _validate),
    Task("validate", "pyshacl", SMALL, lambda p: _work("validate", "pyshacl", p.graph)),
    Task("dump", "dipkb", ANY, lambda p: _dipkb("store", "dump", "--store", p.store, "--output", p.folder / "dump.nq")),
    Task("dump", "oxigraph", ANY, lambda p: _shell(
        _oxigraph("dump", "-l", p.of("oxigraph") / "data", "-f", p.folder / "dump.nq")), server="oxigraph"),
    Task("dump", "fuseki", ANY, lambda p: _shell(
        _jena("tdb2.tdbdump", "--loc", p.of("fuseki") / "tdb2"), out=p.folder / "dump.nq"), server="fuseki"),
    Task("dump", "rdflib", MIDDLE, lambda p: _work("dump", "rdflib", p.graph, p.folder / "dump.nq"), inner=True),
)  # fmt: skip

STARTS = {
    "dipkb": _dipkb("--version"),
    "oxigraph": _oxigraph("--version"),
    "rdflib": [sys.executable, "-c", "import rdflib"],
    "pyshacl": [sys.executable, "-m", "pyshacl", "--version"],
    "fuseki": _jena("riotcmd.riot", "--version"),
}
