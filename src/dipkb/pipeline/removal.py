"""Articles taken out for good: nothing of them stays but the decision that they are out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from dipkb.corrections import Correction
from dipkb.errors import BadParameter, StoreError, UnknownName
from dipkb.gazetteer import Gazetteer
from dipkb.pipeline import correct
from dipkb.pipeline.holdings import Outcome, is_event, read_corrections
from dipkb.pipeline.ledger import Ledger

if TYPE_CHECKING:
    from dipkb.store import Store


class Removal(msgspec.Struct, frozen=True):
    """What went with some articles, by number, and what the store holds now.

    ``events`` are those that no other article tells of, ``kept`` those that others tell of too; ``reports`` were the articles'
    tellings of both. ``corrections`` went or were cut, since they had words of the articles.
    """

    articles: int
    events: int
    kept: int
    reports: int
    corrections: int
    outcome: Outcome

    def __str__(self) -> str:
        """One or two lines.

        >>> print(Removal(1, 3, 1, 4, 0, Outcome(9, 40, 30, 35, 2000, ())))
        Removed: 1 article, 4 reports and the 3 events that only it told of; 1 event stays, told by others.
        The store holds 9 articles, 30 events told by 35 reports, 2,000 quads.
        """
        it = "it" if self.articles == 1 else "they"
        went = f"{_count(self.articles, 'article')}, {_count(self.reports, 'report')} and the {_count(self.events, 'event')}"
        stay = f"; {_count(self.kept, 'event')} {'stays' if self.kept == 1 else 'stay'}, told by others" if self.kept else ""
        cut = f" {_count(self.corrections, 'correction')} that had words of {it if it == 'it' else 'them'} went or were cut."
        held, now = f"Removed: {went} that only {it} told of{stay}.", self.outcome
        told = f"{_count(now.articles, 'article')}, {_count(now.events, 'event')} told by {_count(now.reports, 'report')}"
        return f"{held}{cut if self.corrections else ''}\nThe store holds {told}, {_count(now.quads, 'quad')}."


def remove(
    store: Store, articles: Sequence[str], *, author: str, date: str, reason: str, gazetteer: Gazetteer | None = None
) -> Removal:
    """Take articles out of a store, and keep them out of later builds.

    The graph, the records and the corrections are written anew without them. What stays is a correction in ``dipg:corrections``
    that names each article's id, who decided, when and why; taking that back lets a build take the article in again.

    Args:
        store: An embedded store, opened for writing.
        articles: Their ids.
        author: Who decides.
        date: On which day, EDTF.
        reason: Why.
        gazetteer: Who is who, as the store was built with; the shipped one when ``None``.

    Raises:
        UnknownName: The store has no such article; nothing is removed then.
        BadParameter: An article was removed before.
        StoreError: No store that was built from articles, or it cannot be written.
    """
    before = read_corrections(store)
    wanted = list(dict.fromkeys(articles))
    with Ledger.reading(Path(store.where)) as opened:
        if opened is None:
            raise StoreError(
                f"{store.where} keeps no event records, as after loading a dump: build it again without the article."
            )
        ledger, _ = opened
        for name in wanted:
            _check(name, ledger, before.all)
        keys = {key for name in wanted for key in ledger.events_of(name).values() if is_event(key)}
        told = {key: [article in wanted for article, _, _ in ledger.members(key)] for key in keys}
    made = [Correction(decision="remove", author=author, date=date, reason=reason, article=name) for name in wanted]
    outcome = correct(store, made, gazetteer=gazetteer)
    left = set(read_corrections(store).all)
    events = sum(all(gone) for gone in told.values())
    return Removal(len(wanted), events, len(told) - events, sum(map(sum, told.values())), len(set(before.all) - left), outcome)


def _check(name: str, ledger: Ledger, corrections: Iterable[Correction]) -> None:
    """Raise where an article cannot be removed."""
    known = next((c for c in corrections if c.decision == "remove" and c.article == name), None)
    if known:
        raise BadParameter(f"The article '{name}' was removed before, by {known.author} on {known.date}. Nothing was changed.")
    if ledger.line(name) is None:
        see = (
            f"The store holds {ledger.number('articles'):,} articles; the column 'articles' of 'dipkb query run visits' has ids."
        )
        raise UnknownName("article", name, ledger.articles_like(name), see)


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
