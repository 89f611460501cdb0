"""Who the words of a text name: noun phrases, offices, pronouns and groups, and the parties they stand for."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.article import Article
from dipkb.extract import Extractor
from dipkb.extract.document import Entity
from dipkb.extract.parties import Parties

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "extract" / "mentions.yaml").read_text(encoding="utf-8"))["cases"]


@cache
def reader() -> Extractor:
    return Extractor()


def called(entity: Entity) -> str:
    """A party as the cases write it: name, or else office or kind, and country."""
    who = entity.party()
    return " ".join(filter(None, (who.name or who.role or who.kind, who.country)))


def read(case: dict[str, Any]) -> dict[str, list[str]]:
    """The parties of every item, by its words."""
    given = {k: case[k] for k in ("title", "publisher") if k in case}
    article = Article(id="t", text=case["text"], published=case.get("published", "2025-09-10"), **given)
    document = reader().document(article)
    Parties(document, reader().lexicon).read()
    return {item.text: [called(e) for e in item.who] for line in document.lines for item in line.items}


@pytest.mark.parametrize("case", [pytest.param(c, id=c["text"][:70]) for c in CASES])
def test_a_mention_stands_for(case: dict[str, Any]) -> None:
    told = read(case)
    assert {words: told.get(words) for words in case["who"]} == case["who"]
