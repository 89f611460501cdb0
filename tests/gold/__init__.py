"""The seed article's facts, marked by hand in seed.yaml, as event records with offsets."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import yaml

from dipkb.article import Article
from dipkb.event import ArticleEvents, from_json
from dipkb.resources import folder

HERE = Path(__file__).parent
PARTY_FIELDS = (
    "visitors",
    "hosts",
    "participants",
    "senders",
    "targets",
    "parties",
    "initiators",
    "addressees",
    "channel",
    "claimed_by",
)


@cache
def seed_article() -> Article:
    return msgspec.json.decode((folder("seeds") / "articles" / "belarus-china-2023.json").read_bytes(), type=Article)


@cache
def seed_records() -> ArticleEvents:
    gold = yaml.safe_load((HERE / "seed.yaml").read_text(encoding="utf-8"))
    article = seed_article()
    events = [_event(e, gold["parties"], article.text) for e in gold["events"]]
    line = {"article": msgspec.to_builtins(article.head()), "events": events, "text": article.text}
    return from_json(json.dumps(line, default=str))


def _event(event: dict[str, Any], parties: dict[str, Any], text: str) -> dict[str, Any]:
    party = lambda p: parties[p] if isinstance(p, str) else p  # noqa: E731
    for field in PARTY_FIELDS:
        if field in event:
            event[field] = [party(p) for p in event[field]]
    if "speaker" in event:
        event["speaker"] = party(event["speaker"])
    event["evidence"] = [_span(words, text) for words in event["evidence"]]
    return {k: str(v) if k in ("start", "end") else v for k, v in event.items()}


def _span(words: str, text: str) -> dict[str, Any]:
    start = text.find(words)
    if start < 0:
        raise ValueError(f"gold words not in the article: {words}")
    return {"start": start, "end": start + len(words), "exact": words}
