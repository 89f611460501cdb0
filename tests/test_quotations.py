"""Quotations by construction: whose each one is and through whom the article has it, and what is nobody's words."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.article import Article
from dipkb.event import Statement
from dipkb.extract import Extractor

FILE = Path(__file__).parent / "cases" / "extract" / "quotations.yaml"
CASES = yaml.safe_load(FILE.read_text(encoding="utf-8"))["cases"]


@cache
def reader() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES])
def test_a_text_quotes_these_speakers_and_no_others(case: dict[str, Any]) -> None:
    given = {k: case[k] for k in ("title", "publisher") if k in case}
    article = Article(id="t", text=case["text"], published=case.get("published", "2023-12-05"), **given)
    said = [e for e in reader().extract(article).events if isinstance(e, Statement) and e.quoted]
    assert [as_quoted(s, wanted) for s, wanted in zip(said, case["quotes"], strict=False)] == case["quotes"]
    assert len(said) == len(case["quotes"])


def as_quoted(said: Statement, wanted: dict[str, Any]) -> dict[str, Any]:
    """The quotation's first words, its speaker by name or by office and country, and its channel where the case speaks of it."""
    who = said.speaker
    made: dict[str, Any] = {"says": said.content[: len(wanted["says"])], "by": who and (who.name or f"{who.role} {who.country}")}
    return made | ({"through": [p.name for p in said.channel]} if "through" in wanted else {})
