"""Articles the extractor cannot read are refused with the reason; none comes out empty for its language or its size."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from dipkb.article import Article
from dipkb.errors import UnreadArticle
from dipkb.extract import Extractor
from dipkb.extract.language import MAX_CHARACTERS

CASES = yaml.safe_load((Path(__file__).parent / "cases" / "extract" / "languages.yaml").read_text(encoding="utf-8"))["cases"]


@cache
def reader() -> Extractor:
    return Extractor()


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES if c["read"]])
def test_english_is_read(case: dict[str, Any]) -> None:
    article = Article(id="a", text=case["text"], language=case.get("language", "en"))
    assert reader().extract(article).article.id == "a"


@pytest.mark.parametrize("case", [pytest.param(c, id=c["name"]) for c in CASES if not c["read"]])
def test_another_language_is_refused_with_the_reason(case: dict[str, Any]) -> None:
    article = Article(id="a", text=case["text"], language=case.get("language", "en"))
    with pytest.raises(UnreadArticle, match=case["reason"]):
        reader().extract(article)


def test_a_text_beyond_the_limit_is_refused_with_its_size() -> None:
    with pytest.raises(UnreadArticle, match="1,000,001 characters; the most is 1,000,000"):
        reader().extract(Article(id="a", text="x" * (MAX_CHARACTERS + 1)))
