"""What was merged before, as :class:`dipkb.merge.Held` asks for it: the ledger's records with every party looked up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dipkb.corrections import Corrections
from dipkb.event import ArticleEvents, from_json
from dipkb.identity import Identities
from dipkb.merge import Member
from dipkb.pipeline.ledger import Ledger, Place


class HeldRecords:
    """The records of a ledger; each is read once. ``corrections`` are those under which they were merged."""

    def __init__(self, ledger: Ledger, identities: Identities, corrections: Corrections) -> None:
        self.ledger, self.identities, self.corrections = ledger, identities, corrections
        self.raw: dict[str, ArticleEvents | None] = {}
        self._known: dict[str, ArticleEvents] = {}

    def as_written(self, article: str) -> ArticleEvents | None:
        """An article's records as they were extracted; ``None`` where it is not held."""
        if article not in self.raw:
            line = self.ledger.line(article)
            self.raw[article] = from_json(line) if line is not None else None
        return self.raw[article]

    def record(self, article: str) -> ArticleEvents | None:
        """An article's records as corrected, with every party looked up."""
        raw = self.as_written(article)
        if raw is not None and article not in self._known:
            self._known[article] = self.identities.record(self.corrections.applied(raw))
        return self._known.get(article)

    def at(self, addresses: Iterable[int]) -> Iterable[Place]:
        """See :class:`dipkb.merge.Held`."""
        return self.ledger.at(addresses)

    def events_of(self, article: str) -> Mapping[int, str]:
        """See :class:`dipkb.merge.Held`."""
        return self.ledger.events_of(article)

    def members(self, key: str) -> Sequence[Member]:
        """See :class:`dipkb.merge.Held`."""
        return self.ledger.members(key)
