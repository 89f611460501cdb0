"""The package: versions agree, the licences are there, and the wheel works where there is no checkout."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
import yaml

import dipkb
from dipkb.resources import FOLDERS, folder

ROOT = Path(__file__).resolve().parents[1]
LIBRARIES = sysconfig.get_paths()["purelib"]


def project() -> dict:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_version_is_the_same_everywhere():
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert dipkb.__version__ == project()["version"] == citation["version"]


def test_licences_are_whole():
    assert "Apache License" in (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Attribution 4.0" in (ROOT / "ontology" / "LICENSE").read_text(encoding="utf-8")


def test_every_library_that_is_imported_is_stated_and_every_stated_one_is_imported():
    extras = [line for lines in project()["optional-dependencies"].values() for line in lines]
    stated = {re.split("[>=<]", line)[0].lower() for line in [*project()["dependencies"], *extras]}
    owners = packages_distributions()
    used = {owners[module][0].lower() for module in imported() if module in owners and module != "dipkb"}
    assert used == stated


def imported() -> set[str]:
    """The first word of every import in the package, also of those inside functions."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (ROOT / "src").rglob("*.py")]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {n.module for n in nodes if isinstance(n, ast.ImportFrom) and n.module}}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel and the source archive, built from the checkout with what is installed here."""
    out = tmp_path_factory.mktemp("dist")
    run(ROOT, sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out))
    return out


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An environment with the wheel in it; the libraries it depends on are lent from the environment of the tests."""
    place = tmp_path_factory.mktemp("installed")
    run(place, sys.executable, "-m", "venv", "env")
    python = place / "env" / "bin" / "python"
    [wheel] = dist.glob("*.whl")
    run(place, str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel))
    site = run(place, str(python), "-c", "import sysconfig; print(sysconfig.get_paths()['purelib'])").strip()
    Path(site, "lent.pth").write_text(lent(place), encoding="utf-8")
    return place


def lent(place: Path) -> str:
    """A folder with links to every installed library except dipkb itself, as a line of a .pth file."""
    libraries = place / "libraries"
    libraries.mkdir()
    for entry in Path(LIBRARIES).iterdir():
        if "dipkb" not in entry.name:
            (libraries / entry.name).symlink_to(entry)
    return f"{libraries}\n"


def run(where: Path, *words: str) -> str:
    env = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "DIPKB_STORE")}
    done = subprocess.run(words, cwd=where, env=env, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.wheel
def test_wheel_holds_every_data_file_of_the_checkout(dist):
    [wheel] = dist.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    for name in FOLDERS:
        kept = {p.relative_to(ROOT).as_posix() for p in (ROOT / name).rglob("*") if p.is_file()}
        assert {f"dipkb/_data/{path}" for path in kept} <= names
    assert "dipkb/py.typed" in names


@pytest.mark.wheel
def test_source_archive_holds_what_a_build_needs(dist):
    [archive] = dist.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        names = {name.split("/", 1)[-1] for name in files.getnames()}
    assert {
        "pyproject.toml",
        "LICENSE",
        "ontology/dipkb.ttl",
        "ontology/LICENSE",
        "seeds/articles/belarus-china-2023.json",
    } <= names


@pytest.mark.wheel
def test_wheel_knows_nothing_of_the_checkout(installed):
    where = run(installed, "env/bin/python", "-c", "import dipkb.resources as r; print(r.folder('queries'))").strip()
    assert Path(where).is_relative_to(installed)


@pytest.mark.wheel
def test_wheel_lists_its_queries_and_builds_a_knowledge_base(installed):
    bin = "env/bin/dipkb"
    assert run(installed, bin, "--version").strip() == f"dipkb {dipkb.__version__}"
    assert "meetings-of-two-leaders" in run(installed, bin, "query", "list", "--format", "csv")
    run(installed, bin, "build", str(folder("seeds") / "articles"), "--store", "kb")
    answer = run(installed, bin, "query", "run", "meetings-of-two-leaders", "--store", "kb", "--format", "csv", *PAIR)
    assert answer.splitlines()[1].split(",")[0] == "2"


PAIR = ("--param", "leader_a=Xi Jinping", "--param", "leader_b=Alexander Lukashenko", "--param", "year=2023")
