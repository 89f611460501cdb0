"""Every construction of the inventory is read in every status it can be told in, by one sentence each."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.article import Article
from dipkb.event import Event
from dipkb.extract import Extractor

PATTERNS = yaml.safe_load((Path(__file__).parent / "cases" / "extract" / "patterns.yaml").read_text(encoding="utf-8"))["patterns"]
STATUSES = ("occurred", "ongoing", "planned", "cancelled", "postponed", "denied", "proposed", "hypothetical")
TOLD = [pytest.param(p, s, id=f"{p['name']}, {s}") for p in PATTERNS for s in STATUSES if s in p]
NONE = [pytest.param(p, text, id=f"{p['name']}: {text}") for p in PATTERNS for text in p.get("none", ())]


@cache
def reader() -> Extractor:
    return Extractor()


def told(text: str, kind: str) -> list[Event]:
    events = reader().extract(Article(id="a", text=text, published="2023-12-05")).events
    return [e for e in events if type(e).__name__ == kind]


def fields(event: Event, names: set[str]) -> dict[str, Any]:
    """The values of these fields, parties by name (else by id) in any order."""
    values = {name: getattr(event, name) for name in names}
    return {n: sorted(p.name or p.id or "" for p in v) if isinstance(v, tuple) else v for n, v in values.items()}


@pytest.mark.parametrize(("pattern", "status"), TOLD)
def test_a_construction_is_read_in_its_status(pattern: dict[str, Any], status: str) -> None:
    wanted = {n: sorted(v) if isinstance(v, list) else v for n, v in pattern["told"].items() if n != "type"}
    if pattern["told"]["type"] != "Agreement":
        wanted["status"] = status
    if "action" in pattern:
        wanted["action"] = pattern["action"][status]
    found = [fields(e, set(wanted)) for e in told(pattern[status], pattern["told"]["type"])]
    assert wanted in found


@pytest.mark.parametrize(("pattern", "text"), NONE)
def test_a_construction_that_tells_something_else_is_no_event(pattern: dict[str, Any], text: str) -> None:
    assert told(text, pattern["told"]["type"]) == []
