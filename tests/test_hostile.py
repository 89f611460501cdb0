"""Queries made to stop, crash, fill or empty an engine: each is answered or refused in time, and the next one is answered."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.errors import DipkbError
from dipkb.store import Store, open_store
from tests.stores import sample

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "hostile.yaml").read_text(encoding="utf-8"))
DEADLINE_S = 1.0
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with open_store(tmp_path_factory.mktemp("hostile") / "kb", create=True, write=True) as opened:
        more = (f'<http://e/{n}> <http://e/p> "{n:040}" <http://e/g{n % 9}> .' for n in range(500))
        opened.replace_all([*sample(), *more])
        yield opened


def text(case: dict[str, Any]) -> str:
    if "text" in case:
        return str(case["text"])
    before, unit, times, after = case["repeat"]
    return f"{before}{case.get('join', '').join([unit] * times)}{after}"


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_it_is_answered_or_refused_in_time_and_the_next_one_is_answered(store: Store, case: dict[str, Any]) -> None:
    store.query("ASK { }")
    grown, begun = _memory(), time.monotonic()
    words = ""
    try:
        store.query(text(case), timeout_s=DEADLINE_S)
    except DipkbError as reason:
        words = str(reason)
    assert len(words) < 2000
    assert "root:" not in words
    assert time.monotonic() - begun < DEADLINE_S + 1
    assert _memory() - grown < 300
    assert store.query("SELECT (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } }").column("n") == ["513"]


def _memory() -> float:
    """The most this process has had so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def test_there_are_sixty_and_more() -> None:
    assert len({text(case) for case in CASES}) == len(CASES) >= 60
