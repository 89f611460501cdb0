"""An agreement supposed where no rule finds one: its noun, two sides and a word of what is done with it in one sentence.

It counts only where the article tells of no other agreement of the same sides, so it may be far less sure than a rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dipkb.extract.agreements.between import is_between_others, treaty_of
from dipkb.extract.agreements.deed import Deed
from dipkb.extract.agreements.deeds import is_vague
from dipkb.extract.agreements.represented import states_at
from dipkb.extract.agreements.understood import named_in, points_back, spoken_of
from dipkb.extract.agreements.verbs import is_told_of
from dipkb.extract.agreements.wishes import held_back
from dipkb.extract.agreements.words import DEEDS, words
from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import endings, forms

_AFTER = forms("after", "following", "since")
_DONE = endings("past", "struck")
_TO, _WITH = forms("to"), forms("with")
_DEFINITE = forms("the", "this", "that", "its", "their", "his", "her")
_BEFORE, _BEHIND = 7, 3  # items from what is done with it to the noun
_TWO = 2
_STATEMENT = "statement"


def supposed_of(reading: Reading) -> tuple[Deed, list[Entity]] | None:
    """What is supposed to be done with the noun at the trigger, and between which two."""
    if reading.line.is_quoted(reading.at) or _only_describes(reading.items, reading.at) or is_vague(reading.items, reading.at):
        return None
    said = reading.trigger.low in words("statements")
    if not said and _done(reading.items, reading.at, told=True) is None:
        return None
    apart = treaty_of(reading)
    if is_between_others(reading) and len(apart) < _TWO:
        return None
    deed = _issued(reading.items, reading.at) if said else _done(reading.items, reading.at, told=len(apart) > 1)
    if deed is None or (deed.action == "propose" and reading.trigger.low in words("only_done")):
        return None
    if len(apart) < _TWO and any(x.low in words("of_others") for x in reading.items[max(0, reading.at - 5) : reading.at + 1]):
        return None  # who speaks of a ceasefire is seldom at war
    sides = apart if len(apart) > 1 else _sides(reading, deed)
    return (deed, sides) if len(sides) > 1 else None


def without_supposed(candidates: Iterable[Candidate]) -> list[Candidate]:
    """The candidates; of those supposed only the first of its sides, where no rule tells of an agreement between them."""
    told = list(candidates)
    issued = any(c.type == "Agreement" and c.extra["head"] == _STATEMENT and not c.extra.get("supposed") for c in told)
    sides = [_keys(c) for c in told if c.type == "Agreement" and not c.extra.get("supposed")]
    kept: list[Candidate] = []
    for candidate in told:
        if candidate.extra.get("supposed"):
            mine = _keys(candidate)
            again = issued and candidate.extra["head"] == _STATEMENT  # it speaks of one that is told of
            if again or any(len(mine & others) >= _TWO for others in sides):
                continue
            sides.append(mine)
            issued = issued or candidate.extra["head"] == _STATEMENT
        kept.append(candidate)
    return kept


def _keys(candidate: Candidate) -> set[str]:
    return {e.key() for e in candidate.parties["parties"]}


def _only_describes(items: list[Item], at: int) -> bool:
    """Whether the noun is part of another name ("the X Convention Ceremony"), or another word's ("mutual understanding")."""
    behind = items[at + 1] if at + 1 < len(items) else None
    other = behind is not None and (behind.code == "n" or behind.low in words("described_by"))
    return other or (at > 0 and items[at - 1].low in words("feelings"))


def _done(items: list[Item], at: int, *, told: bool) -> Deed | None:
    """The nearest word of signing or announcing; a wish, or "after the agreement between", only where its sides are told."""
    for i in range(at - 1, max(-1, at - _BEFORE), -1):
        if items[i].code in '".w;' or items[i].low in words("followed_up") or items[i].low in words("standing"):
            return None
        if items[i].low in DEEDS and is_told_of(items, i, at):
            return _as_told(items, i, at, told=told)
        if told and items[i].low in _AFTER:
            return Deed("announce", i, i)
    return _behind(items, at)


def _issued(items: list[Item], at: int) -> Deed | None:
    """What several say together is issued, unless it is still to come or did not come about."""
    before = items[max(0, at - _BEHIND) : at]
    if any(x.low in words("undone") or x.code == "!" for x in before) or not any(x.low in words("together") for x in before):
        return None
    return _done(items, at, told=True) or held_back(items, Deed("announce", at, at), at)


def _as_told(items: list[Item], verb: int, at: int, *, told: bool) -> Deed | None:
    """The deed at a verb before the noun, a wish where the verb is one or is held back."""
    deed = held_back(items, Deed(DEEDS[items[verb].low], verb, verb), 0)
    if deed is None or deed.action in ("withdraw", "ratify"):
        return None
    wished = deed.action == "propose" and not deed.scheduled
    if deed.action == "propose" and verb > 1 and items[verb - 1].low in _TO and items[verb - 2].low in words("designs"):
        return None  # "its plan to reach a settlement between X and Y" is the wish of neither
    return None if wished and not (told or _is_new(items, verb, at)) else deed


def _is_new(items: list[Item], verb: int, at: int) -> bool:
    return any(x.code == "t" and x.low not in _DEFINITE for x in items[verb + 1 : at])


def _behind(items: list[Item], at: int) -> Deed | None:
    """A participle right behind the noun ("an accord reached in May")."""
    for i in range(at + 1, min(len(items), at + _BEHIND)):
        done = items[i].low.endswith(_DONE) and DEEDS.get(items[i].low) in ("sign", "announce")
        if done and is_told_of(items, i, at):
            return Deed(DEEDS[items[i].low], i, i, passive=True)
        if items[i].code not in "bh":
            return None
    return None


def _sides(reading: Reading, deed: Deed) -> list[Entity]:
    """Those that "they" before the deed are, else those named together, the only two named, or those named together last."""
    said, wished = reading.trigger.low in words("statements"), deed.action == "propose" and not deed.scheduled
    if not said and points_back(reading, deed.verb) and (back := spoken_of(reading)):
        return back
    lists = [(run[-1] > reading.at, states_at(reading, run)) for run in _runs(reading.items)]
    joined = [(behind, some) for behind, some in lists if len(some) > 1]
    if joined or (lists and said):
        return next((some for behind, some in reversed(joined) if not behind), joined[-1][1]) if joined else []
    if wished or any(x.low in words("looking_on") for x in reading.items):
        return []  # who watches others sign is no party
    titled = reading.line.in_title or reading.line.sentence.zone == "title"
    named = named_in(reading, reading.at if said and not titled else len(reading.items))
    if len(named) == _TWO:
        return named if not _are_all_partners(reading.items) else []
    return [] if named or (said and not titled) else spoken_of(reading)


def _are_all_partners(items: list[Item]) -> bool:
    """Whether all that are named stand behind "with" ("it signed accords with X in May and with Y in June")."""
    named = [i for i, x in enumerate(items) if x.code in "PRGCN" and x.who]
    return all(any(x.low in _WITH for x in items[max(0, i - 2) : i]) for i in named)


def _names(item: Item) -> bool:
    """Whether it names a side: a capital can stand for its state."""
    return item.code in "CPRN" or (item.code == "L" and bool(item.who))


def _runs(items: list[Item]) -> Iterator[list[int]]:
    """The items that name several at once, and those joined by commas and "and"."""
    run: list[int] = []
    joined = False
    for i, item in enumerate(items):
        if item.code == "G" and len(item.who) > 1:
            yield [i]
        if _names(item) and (not run or items[i - 1].code in ",&t"):
            run.append(i)
        elif item.code in ",&t" and run and run[-1] >= i - 3:
            joined = joined or item.code == "&"
        else:
            if len(run) > 1 and joined:
                yield run
            run, joined = ([i] if _names(item) else []), False
    if len(run) > 1 and joined:
        yield run
