"""The servers' programs: which are here, and how the others are had.

They go to ``.stores/`` at the top of the checkout (or ``DIPKB_STORES``). Java archives come by their Maven coordinates, Virtuoso
and Java from Debian's packages where this user may install them, Oxigraph's program with the developer's tools of this project.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

FOLDER = Path(os.environ.get("DIPKB_STORES") or Path(__file__).parents[2] / ".stores").resolve()
JARS = {
    "fuseki": ("org.apache.jena:jena-fuseki-server:5.6.0",),
    "rdf4j": ("org.eclipse.rdf4j:rdf4j-http-server:4.1.3:war", "org.eclipse.jetty:jetty-runner:9.4.54.v20240208"),
}
PROGRAMS = {"java": "default-jre-headless", "mvn": "maven", "virtuoso-t": "virtuoso-opensource-7-bin"}
NEEDS = {"fuseki": ("java",), "rdf4j": ("java",), "virtuoso": ("virtuoso-t",), "oxigraph": ("oxigraph",)}
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:2.8:copy"
TRIES, LIMIT_S = 3, 600


def file_of(coordinates: str) -> Path:
    """Where an archive is once it was fetched."""
    _, name, version, *kind = coordinates.split(":")
    return FOLDER / f"{name}-{version}.{kind[0] if kind else 'jar'}"


def program(name: str) -> str | None:
    """The path of a program, looked for beside this Python as well (the folder need not be on the search path)."""
    beside = Path(sys.executable).parent / name
    return str(beside) if beside.exists() else shutil.which(name)


def missing(kind: str) -> str | None:
    """Why this server cannot be started here and how to get it; ``None`` when it can."""
    for name in NEEDS[kind]:
        if program(name) is None:
            return f"{name} is not installed: {_advice(name)}"
    for coordinates in JARS.get(kind, ()):
        if not file_of(coordinates).exists():
            name = file_of(coordinates).name
            return f"{name} is not in {FOLDER}: run 'make stores', or put it there from Maven Central ({coordinates})"
    return None


def _advice(name: str) -> str:
    if name == "oxigraph":
        return "pip install --group dev"
    return f"run 'make stores' as a user who may install packages, or apt-get install {PROGRAMS[name]}"


def fetch(kind: str) -> None:
    """Get what this server lacks, as far as that can be done here; ``missing`` tells what came of it."""
    for name in NEEDS[kind]:
        if name in PROGRAMS and program(name) is None:
            _install(name)
    for coordinates in JARS.get(kind, ()):
        if not file_of(coordinates).exists():
            _copy(coordinates)


def _install(name: str) -> None:
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        return _say(f"{name} is not installed, and this user may not install it. {_advice(name)}")
    _updated()
    _run("apt-get", "install", "-y", "-qq", "--no-install-recommends", PROGRAMS[name])


@cache
def _updated() -> bool:
    return _run("apt-get", "update", "-qq")


def _copy(coordinates: str) -> None:
    """Maven's own copy, put in place under its name when it is whole."""
    if program("mvn") is None:
        _install("mvn")
    if program("mvn") is None:
        return _say(f"{coordinates} needs Maven to be fetched. {_advice('mvn')}")
    whole = file_of(coordinates)
    part = FOLDER / f"part-{os.getpid()}"
    _run("mvn", "-q", "-B", _COPY, f"-Dartifact={coordinates}", f"-DoutputDirectory={part}")
    if (part / whole.name).exists():
        (part / whole.name).replace(whole)
    shutil.rmtree(part, ignore_errors=True)


def _run(*command: str) -> bool:
    """Run a package client, a few times where it fails; what it says last is shown when it does not succeed."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "MAVEN_OPTS": "-Xmx256m"}
    said = ""
    for _ in range(TRIES):
        try:
            done = subprocess.run(command, cwd=FOLDER, env=environment, capture_output=True, text=True, timeout=LIMIT_S)
        except (OSError, subprocess.TimeoutExpired) as reason:
            said = str(reason)
            continue
        if done.returncode == 0:
            return True
        said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-3:])
    _say(f"{' '.join(command)} failed: {said}")
    return False


def _say(words: str) -> None:
    print(words, file=sys.stderr)
