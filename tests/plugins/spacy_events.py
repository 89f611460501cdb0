"""An event provider: meetings found by a spaCy pipeline (a blank one with a matcher, which needs no model)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import spacy
from spacy.language import Language
from spacy.matcher import Matcher

from dipkb.article import Article


@cache
def _pipeline() -> tuple[Language, Matcher]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    matcher = Matcher(nlp.vocab)
    name = {"IS_TITLE": True, "OP": "{2,3}"}
    matcher.add("TRADED_RECIPES", [[name, {"LOWER": "traded"}, {"LOWER": "recipes"}, {"LOWER": "with"}, name]], greedy="LONGEST")
    return nlp, matcher


def meetings(article: Article) -> Iterator[dict[str, Any]]:
    """A meeting for each "X traded recipes with Y", with the sentence as evidence."""
    nlp, matcher = _pipeline()
    doc = nlp(article.text)
    for _, start, end in matcher(doc):
        span = doc[start:end]
        one, other = span.text.split(" traded recipes with ")
        evidence = {"start": span.sent.start_char, "end": span.sent.end_char, "exact": span.sent.text}
        yield {"type": "Meeting", "participants": [{"name": one}, {"name": other}], "mode": "in-person", "evidence": [evidence]}


def invented(article: Article) -> Iterator[dict[str, Any]]:
    """What a model may give that makes things up: words that do not stand there, no words, no record."""
    people = [{"name": "A B"}, {"name": "C D"}]
    yield {"type": "Meeting", "participants": people, "evidence": [{"exact": "They met in secret."}]}
    yield {"type": "Meeting", "participants": people, "evidence": []}
    yield {"type": "Meeting", "participants": people, "evidence": [{"exact": ""}]}
    yield {"type": "Meeting", "participants": people, "start": "last May", "evidence": [{"exact": article.text[:20]}]}
    yield {"type": "Coronation", "evidence": [{"exact": article.text[:20]}]}
    yield {"type": "Visit", "visitors": people[:1], "destination": "FRA", "evidence": [{"exact": article.text[:20]}]}


def broken(article: Article) -> Iterator[dict[str, Any]]:
    """A plug-in that fails."""
    raise RuntimeError(f"no model for {article.id}")
