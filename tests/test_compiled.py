"""The compiled extractor, as ``make compiled`` leaves it in ``dist/compiled``, reads like the interpreted one, byte for byte."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.extract.framefiles import read_frames
from tests.gold import seed_article

pytestmark = pytest.mark.compiled
ROOT = Path(__file__).resolve().parents[1]
FIELDS = ("title", "published", "publisher")


@pytest.fixture(scope="module")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the package of the wheel."""
    [wheel] = (ROOT / "dist" / "compiled").glob("*.whl")
    place = tmp_path_factory.mktemp("compiled")
    zipfile.ZipFile(wheel).extractall(place)
    return place


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every text of the cases and every example of the frames, and the seed article, as lines of JSON."""
    file = tmp_path_factory.mktemp("articles") / "articles.jsonl"
    told = [*texts_of_cases(), *({"text": e} for frame in read_frames("events")["frames"] for e in frame["examples"])]
    told.append({"text": seed_article().text, "title": seed_article().title})
    lines = [json.dumps({"id": f"t{n}", "published": "2023-12-05", **given}, default=str) for n, given in enumerate(told)]
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def texts_of_cases() -> Iterator[dict[str, Any]]:
    for path in sorted((ROOT / "tests" / "cases" / "extract").glob("*.yaml")):
        rows = yaml.safe_load(path.read_text(encoding="utf-8"))
        for case in rows.get("cases", ()) if isinstance(rows, dict) else rows:
            if "text" in case:
                yield {"text": case["text"], **{name: case[name] for name in FIELDS if case.get(name)}}


def dipkb(package: Path, *words: str) -> bytes:
    """What the command line writes, run from a package that is not installed."""
    env = {**os.environ, "PYTHONPATH": str(package)}
    done = subprocess.run([sys.executable, "-m", "dipkb", *words], cwd=package, env=env, capture_output=True, check=False)
    assert done.returncode in (0, 3), done.stderr.decode()
    return done.stdout


def test_it_is_of_this_checkout(compiled: Path) -> None:
    sources = {path.relative_to(compiled): path.read_bytes() for path in compiled.rglob("*.py")}
    assert all(content == (ROOT / "src" / name).read_bytes() for name, content in sources.items()), "run make compiled"


def test_both_write_the_same_records(compiled: Path, articles: Path) -> None:
    assert b", extractor compiled" in dipkb(compiled, "--version")
    assert b", extractor compiled" not in dipkb(ROOT / "src", "--version")
    written = dipkb(compiled, "extract", str(articles))
    assert written.count(b"\n") > 1000
    assert written == dipkb(ROOT / "src", "extract", str(articles))


def test_both_explain_alike(compiled: Path) -> None:
    explain = ("extract", str(ROOT / "seeds" / "articles"), "--explain", "--format", "html")
    assert dipkb(compiled, *explain) == dipkb(ROOT / "src", *explain)
