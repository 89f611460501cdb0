"""What stands beside the name of somebody and belongs to it: titles, offices, the owner of an office, and where he is from.

Each function makes one item of several, or completes what is known of a party.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dipkb.extract.clause import is_code, is_verb_like
from dipkb.extract.document import Item, Line
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.wordlists import listed, without_article

_SONS = listed("names", "sons")
_TO_LAND = 10  # items from a name to the country in what is said of its bearer


def join_beside(line: Line, lexicon: Lexicon) -> None:
    """Joins what a sentence says of its people in several items; most sentences have nothing to join."""
    codes = line.codes
    if "N" in codes and not lexicon.heads.isdisjoint(line.lows):
        join_heads(line, lexicon.heads)
    if "PxP" in codes and not _SONS.isdisjoint(line.lows):
        join_sons(line)
    if "sP" in codes:
        join_owners(line)
    if "PP" in codes:
        join_titles(line)
    if "G&G" in codes:
        join_groups(line)
    if "R&P" in codes:
        join_offices(line)
    if "R,P" in codes:
        join_holders(line)
    if "RP" in codes:
        join_addressed(line)
    if "P," in codes and ("P,Cs" in codes or not lexicon.described_people.isdisjoint(line.lows)):
        place_described(line.items, lexicon.described_people)


def join_heads(line: Line, heads: Iterable[str]) -> None:
    """A body and the word for who leads it before a name ("CIA Director X") are part of it."""
    for at, (body, head, name) in _threes(line):
        if body.code != "N" or head.low not in heads or name.code != "P" or not name.who or name.value is None:
            continue
        who = name.who[0]
        who.role, who.country = who.role or line.words(body, head), who.country or (body.who[0].country if body.who else None)
        name.i, name.text = body.i, line.words(body, name)
        del line.items[at : at + 2], line.quoted[at : at + 2]


def join_sons(line: Line) -> None:
    """A name and whose son or daughter its bearer is, a title between ("Hishammuddin bin Tun Hussein"), are one name."""
    for at, (name, son, father) in _threes(line):
        if (name.code, father.code) == ("P", "P") and son.low in _SONS and name.who:
            name.j, name.text = father.j, line.words(name, father)
            del line.items[at + 1 : at + 3], line.quoted[at + 1 : at + 3]


def join_holders(line: Line) -> None:
    """An office of a body before a comma and the name of its holder ("President of the Union (ITU), X") are one person."""
    for at, (office, comma, name) in _threes(line):
        if (office.code, comma.code, name.code) != ("R", ",", "P") or not name.who or name.value is None:
            continue
        told = [e for e in office.who if e.id or (e.named and e.name)]
        who = name.who[0]
        unknown = not (who.role or who.id or who.country)
        if told or name.value.role or office.value.counted or not (unknown or not office.who):
            continue
        if not (office.value.definite or not office.who) or _goes_on(line.items, at + 3):
            continue
        who.role = who.role or office.value.role
        who.country = who.country or next((e.country for e in office.who), None)
        name.i, name.text = office.i, line.words(office, name)
        del line.items[at : at + 2], line.quoted[at : at + 2]


def join_addressed(line: Line) -> None:
    """An office before a form of address and a name ("Prime Minister the Hon X") is that of who is named."""
    for at in range(len(line.items) - 2, -1, -1):
        office, name = line.items[at : at + 2]
        if (office.code, name.code) != ("R", "P") or not name.who or name.value is None or name.value.role:
            continue
        if without_article(name.low) != name.low and not any(e.id or e.country for e in office.who):
            name.who[0].role = name.who[0].role or office.value.role
            name.who[0].rank = name.who[0].rank or office.value.rank
            name.i, name.text = office.i, line.words(office, name)
            del line.items[at], line.quoted[at]


def _goes_on(items: list[Item], at: int) -> bool:
    """Whether "and" and a further name stand at an index, so that the names before are a list ("the minister, X and Y")."""
    return is_code(items, at, "&") and is_code(items, at + 1, "PR")


def place_described(items: list[Item], described: Iterable[str]) -> None:
    """Where somebody is from by what stands in apposition ("X, speaker of the Council, UAE,", "Y, chief of the Army of Z")."""
    for at in range(len(items) - 3):
        name = items[at]
        if name.code != "P" or items[at + 1].code != "," or not name.who or name.who[0].id or name.who[0].country:
            continue
        if items[at + 2].low in described:
            name.who[0].country = _land_behind(items, at + 3)
        elif items[at + 2].code == "C" and items[at + 3].code == "s" and items[at + 2].who:
            office = any(x.code == "R" or x.low in described for x in items[at + 4 : at + 7])  # "X, Peru's state minister"
            name.who[0].country = items[at + 2].who[0].country if office else None


def _land_behind(items: list[Item], at: int) -> str | None:
    """The country named in a description that begins at an index, up to a verb or the end of the apposition."""
    for i in range(at, min(len(items), at + _TO_LAND)):
        item = items[i]
        if item.code in 'PRwkmbhd".;' or is_verb_like(item) or (item.code == "," and not is_code(items, i + 1, "C")):
            return None
        if item.code == "C" and item.who:
            return item.who[0].country
    return None


def join_titles(line: Line) -> None:
    """Titles that no table knows before a name that one does ("Samdech Akka Moha Sena Padei Techo Hun Sen") are part of it."""
    for at in range(len(line.items) - 2, -1, -1):
        titles, name = line.items[at : at + 2]
        if titles.code == name.code == "P" and titles.who and name.who and titles.who[0].id is None and name.who[0].id:
            name.i, name.text = titles.i, line.words(titles, name)
            del line.items[at : at + 1], line.quoted[at : at + 1]


def join_groups(line: Line) -> None:
    """Two words for the same people of several states ("the leaders and heads of government of A and B") are one group."""
    for at, (first, joint, group) in _threes(line):
        if (first.code, joint.code, group.code) != ("G", "&", "G") or first.who or first.value.owners:
            continue
        if group.value.owners and without_article(group.low) == group.low:
            group.i, group.text = first.i, line.words(first, group)
            del line.items[at : at + 2], line.quoted[at : at + 2]


def join_offices(line: Line) -> None:
    """Two offices under one article before a name are one person's ("the vice president and minister of trade of Peru, X,")."""
    for at, (office, joint, name) in _threes(line):
        if (office.code, joint.code, name.code) != ("R", "&", "P") or not (office.value.definite and name.value.role):
            continue
        of_its_own = office.value.owner or any(e.id or (e.named and e.name) for e in office.who)
        if not of_its_own and "," in name.text and without_article(name.low) == name.low:
            name.i, name.text = office.i, line.words(office, name)
            del line.items[at : at + 2], line.quoted[at : at + 2]


def join_owners(line: Line) -> None:
    """A country before the name of its own official becomes part of the name ("met Ukraine's Zelensky")."""
    for at in range(len(line.items) - 1, 1, -1):
        if line.items[at - 1].code != "s":
            continue
        person, owner = line.items[at], line.items[at - 2]
        if person.code != "P" or owner.code not in "CN" or not owner.who:
            continue
        head = person.who[0].rank == "head" and owner.code == "N"
        if head or (owner.code == "C" and person.who[0].country == owner.who[0].country):
            person.i = owner.i
            person.text = line.words(person, person)
            del line.items[at - 2 : at], line.quoted[at - 2 : at]


def _threes(line: Line) -> Iterator[tuple[int, tuple[Item, Item, Item]]]:
    """Each three items that follow each other with the index of the first, from the end, as items are taken out behind them."""
    for at in range(len(line.items) - 3, -1, -1):
        if at + 3 <= len(line.items):
            yield at, (line.items[at], line.items[at + 1], line.items[at + 2])
