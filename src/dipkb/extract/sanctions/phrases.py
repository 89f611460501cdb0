"""One noun phrase read as a target: a name, a name no table knows, or a description ("two companies based in Oman")."""

from __future__ import annotations

from dataclasses import dataclass

from msgspec.structs import replace

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.bynames import half, state_by_kind, state_of_body
from dipkb.extract.sanctions.origins import bloc_of_goods, country_behind, country_tied, states_of_goods
from dipkb.extract.sanctions.tails import behind_tail
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import each, endings, forms, listed, without_article

_IN, _SANCTIONS, _THOSE_WORDS, _WORTH = each("in", "sanctions", "those", "worth")
_GERUND = endings("gerund")
_HIM_HER = forms("him", "her")
_STATES = listed("events", "members")
_THE_WEST = words("west")
_TIED = words("tied")
_UNSURE = words("unsure")
_GOODS, _HEADS, _TAILS, _FIRMS = words("goods"), words("target_heads"), words("tails"), words("firm_words")
_HEADS_OR_GOODS = _HEADS | _GOODS
_NAMED_HEADS, _ADJECTIVES = words("named_heads"), words("adjectives")
_QUANTITIES, _PEOPLE = words("quantities"), words("people_heads")
_NUMBERS, _COLLECTIVES = words("numbers"), words("collectives")
_MORE = words("further")
_BOTH = 2
_THOSE = 12  # items that say whom "those" means
_SHARED = 8  # items between the first field and the noun that several share
_PRONOUNS = forms("it", "them", "him", "her")


@dataclass(slots=True)
class Phrase:
    """One noun phrase read as a target: whom it names, and the index behind it."""

    entities: list[Entity]
    end: int
    described: bool = False


def phrase_at(reading: Reading, i: int) -> Phrase | None:
    """The target that the noun phrase at an item names or describes; ``None`` where there is none."""
    items = reading.items
    i = behind_quantity(items, i)
    if i >= len(items):
        return None
    money = i + (items[i].low in words("further"))
    if money + 1 < len(items) and items[money].low in words("currencies") and is_number(items[money + 1]):
        i = money + 1  # "an additional USD 300 million of goods"
    item = items[i]
    if item.low in words("entrances") and _of(items, i + 1):
        return phrase_at(reading, i + 2 + (i + 2 < len(items) and items[i + 2].code == "t"))
    if item.low in _THOSE_WORDS:
        return _those(reading, i)
    if item.code == "x" and (several := _of_several_offices(items, i)) is not None:
        return Phrase(_whole(reading, items[several]), several + 1)
    if item.low in _PRONOUNS:
        return Phrase(_meant(reading, i), i + 1) if _meant(reading, i) else None
    if is_number(item) and i + 2 < len(items) and items[i + 1].code == "o" and items[i + 2].code in "Ht":
        return phrase_at(reading, i + 3)  # "19 of his closest associates"
    if item.code in "xaZA" and (by_kind := state_by_kind(reading, i)) is not None:
        return Phrase(by_kind[0], by_kind[1], described=True)
    if state := half(reading, i):
        return Phrase(state, i + 1)
    if item.code == "G" and item.who and _goes_on_named(items, i):
        return Phrase([_of_country(e, item.who[0].country) for e in items[i + 1].who], i + 2)
    if item.code in "PRGNC" and item.who and not _goes_on(items, i):
        if item.code == "G" and (hit := _both_hit(reading, item)):
            return Phrase(hit, i + 1)
        if item.code in "GR":
            return Phrase(_whole(reading, item), behind_tail(items, i))
        return _placed(reading, i, _whole(reading, item))
    if item.code == "A" and (both := _of_two_states(reading, i)) is not None:
        return both
    if item.code == "n" and _only_modifies(items, i):
        return _described(reading, i)
    if item.code == "n" and item.who and not _goes_on(items, i) and not _is_plain(reading, item):
        return _placed(reading, i, [_unknown(item)])
    if item.code == "Z" and not _goes_on(items, i) and item.low not in _THE_WEST:
        return Phrase([Entity("organisation", name=item.text, certain=False)], i + 1)
    if item.code == "L" and not _goes_on(items, i):
        return Phrase(reading.entities([i]), i + 1) if reading.entities([i]) else None
    return _described(reading, i)


def behind_quantity(items: list[Item], i: int) -> int:
    """The index behind words of number that no number names ("more than", "dozens of", "an additional 38")."""
    while i < len(items):
        follows = items[i + 1] if i + 1 < len(items) else None
        if items[i].low in _QUANTITIES or (items[i].low in _MORE and follows is not None and is_number(follows)):
            i += 1
        elif items[i].low in _COLLECTIVES and follows is not None and follows.code == "o":
            i += 2
        else:
            break
    return i


def is_number(item: Item) -> bool:
    """Whether a word is a number in figures or letters."""
    return item.low.replace(",", "").isdigit() or item.low in _NUMBERS


def _those(reading: Reading, i: int) -> Phrase | None:
    """Whoever does what follows, to the end of the clause ("those undermining peace in Sudan", "those behind the coup")."""
    items, head = reading.items, items_at(reading, i + 1)
    if head is None or not (head.code == "w" or head.low in _TAILS or head.low.endswith(_GERUND)):
        return None
    end = next((j for j in range(i + 2, len(items)) if items[j].code in '".,;wkm' or j - i > _THOSE), len(items))
    country = country_behind(reading, "those", i + 1, end)
    return Phrase([_people(reading, i, end - 1, country)], end, described=True)


def _people(reading: Reading, first: int, last: int, country: str | None) -> Entity:
    """People whom nothing names, by what they are, without the adjective of their country ("military generals")."""
    items = reading.items
    role = _bare(reading.line.words(items[first], items[last]))
    for item in items[first:last]:
        if item.code in "po":
            break  # "two oil traders in X"
        if item.code in "AC" and country and reading.parties.country_of(item) == country:
            role = role.replace(f"{item.text} ", "", 1)
            break
    return Entity("group", role=role, country=country, plural=True, certain=bool(country))


def items_at(reading: Reading, i: int) -> Item | None:
    """The item at an index, none behind the end."""
    return reading.items[i] if i < len(reading.items) else None


def _of_several_offices(items: list[Item], i: int) -> int | None:
    """The people that remits joined by commas lead to ("the foreign, defence and justice ministers of X")."""
    j = i
    while j < len(items) and j - i < 7 and items[j].code in "xa,&" and not clause.is_verb_like(items[j]):
        j += 1
    joined = any(x.code == "&" for x in items[i:j])
    return j if joined and j < len(items) and items[j].code == "G" and items[j].who else None


def _of_two_states(reading: Reading, i: int) -> Phrase | None:
    """People or firms of two states told at once ("Russian and Belarusian citizens")."""
    items = reading.items
    if i + 3 >= len(items) or items[i + 1].code != "&" or items[i + 2].code not in "AG":
        return None
    if items[i + 2].code == "G":
        noun = items[i + 2].low.split()[-1]
        last, end = (items[i + 2].who[0].country if items[i + 2].who else None), i + 3
    else:
        noun, last, end = items[i + 3].low, reading.parties.country_of(items[i + 2]), i + 4
    first = reading.parties.country_of(items[i])
    if noun not in _HEADS or not first or not last:
        return None
    name, role = (None, noun) if noun in _PEOPLE else (noun, None)
    return Phrase([Entity("group", name, role=role, country=c, plural=True) for c in (first, last)], end, described=True)


def _only_modifies(items: list[Item], i: int) -> bool:
    """Whether a name only tells the kind of what follows ("Cold War-era foes")."""
    behind = items[i + 1] if i + 1 < len(items) else None
    return behind is not None and "-" in items[i].text and behind.code == "x" and not clause.is_verb_like(behind)


def _placed(reading: Reading, i: int, entities: list[Entity]) -> Phrase:
    """A name with the country behind it ("Alpha Group of Israel", "Beta in Oman")."""
    items = reading.items
    if (
        items[i].code in "Nn"
        and i + 2 < len(items)
        and (items[i + 1].code == "o" or items[i + 1].low in _IN)
        and items[i + 2].code == "C"
    ):
        return Phrase([_of_country(e, reading.parties.country_of(items[i + 2])) for e in entities], i + 3)
    return Phrase(entities, i + 1)


def _goes_on_named(items: list[Item], i: int) -> bool:
    """Whether a group's first member is named right behind it ("ministers Alpha and Beta")."""
    return i + 1 < len(items) and items[i + 1].code in "Pn" and bool(items[i + 1].who)


def _goes_on(items: list[Item], i: int) -> bool:
    """Whether the name only begins the phrase: "Iran's oil sector", "US companies", "Huawei executives"."""
    if i + 1 >= len(items):
        return False
    if items[i + 1].code == "s":
        return True
    if items[i].code not in "CNLnP":
        return False
    for item in items[i + 1 : i + 4]:
        if item.code not in "xaAN" or (clause.is_verb_like(item) and item.low not in _TIED):
            return False
        if item.low in _HEADS or item.low in _GOODS:
            return True
    return False


def _is_plain(reading: Reading, item: Item) -> bool:
    """Words that a headline only writes with a capital: the text itself has no such name."""
    if reading.line.sentence.zone not in ("title", "heading") or item.who[0].id or item.text.isupper():
        return False
    text = reading.document.article.text
    return not any(
        item.text in text[x.sentence.start : x.sentence.end] for x in reading.document.body() if x.sentence.zone == "body"
    )


def _is_common(reading: Reading, item: Item) -> bool:
    """A noun for those hit that a headline writes with a capital ("Chinese Firms")."""
    return item.code == "n" and item.low.split()[-1] in _HEADS_OR_GOODS and _is_plain(reading, item)


def _both_hit(reading: Reading, item: Item) -> list[Entity]:
    """The two states hit by what was told before, where "both countries" follows on it."""
    last = reading.parties.restricted
    if last is None or item.low.split()[-1] not in _STATES:
        return []
    countries = dict.fromkeys(e.country for e in last.parties["targets"] if e.country)
    return [reading.parties.state(c) for c in countries] if len(countries) == _BOTH else []


def _whole(reading: Reading, item: Item) -> list[Entity]:
    """The parties of one item; people without names keep their words, so that "Russian officials" stay officials."""
    if item.code == "G" and len(item.who) == 1 and not item.who[0].name:
        only = item.who[0]
        return [Entity("group", name=_bare(item.text), role=only.role, country=only.country, plural=True)]
    if item.code == "G" and len(item.who) == 1 and item.low.split()[-1] in _PEOPLE:
        return [Entity("group", name=_bare(item.text), country=item.who[0].country, plural=True)]  # "more EU officials"
    return [_unknown(item)] if item.code == "n" else list(item.who)


def _unknown(item: Item) -> Entity:
    """A name no table knows: a firm by its words, else a person."""
    text = item.text
    tokens = text.split()
    firm = any(t.strip(".").casefold() in _FIRMS for t in tokens) or (len(tokens) == 1 and text.isupper())
    known = item.who[0]
    return Entity("organisation", name=text, certain=False) if firm and known.kind == "person" and not known.id else known


def _bare(text: str) -> str:
    return without_article(text)


def _described(reading: Reading, i: int) -> Phrase | None:
    """A target by description: to its head noun, and what tells which ("two companies based in Oman", "Chinese goods")."""
    items, end, head, country = reading.items, i, None, None
    while end < len(items) and end - i < 12:
        item = items[end]
        if item.code == "U" or (item.code == "D" and end > i):
            break
        if item.code == "," and head is None and (shared := _shared_head(items, end)) is not None:
            head, end = shared, shared + 1
            continue
        if item.code == "&" and _couples(items, end, head):
            end += 1
            continue
        if item.code not in "xaACNLsnPRGZU" or (item.code == "x" and _ends_phrase(items, end, head)):
            break
        country = country or reading.parties.country_of(item) if item.code in "ACL" else country
        if item.code in "PnNR" and item.who and end > i and not _goes_on(items, end) and not _is_common(reading, item):
            return Phrase([_of_country(e, country) for e in _whole(reading, item)], end + 1)
        if item.code in "PNnR" and end + 1 < len(items) and items[end + 1].code == "s" and item.who:
            country = country or item.who[0].country
        if item.code == "G":
            head, country = end, country or (item.who[0].country if item.who else None)
        if item.low.split()[-1] in _HEADS_OR_GOODS or (item.code == "A" and item.text.endswith("s") and end > i):
            head = end
        end += 1
    if end == i:
        return None
    return _as_described(reading, i, end, head, country)


def _couples(items: list[Item], at: int, head: int | None) -> bool:
    """Whether "and" joins two bare nouns of one phrase ("companies and ministries controlled by the army")."""
    return (
        head == at - 1
        and at + 1 < len(items)
        and items[at + 1].code == "x"
        and items[at + 1].low in _HEADS
        and not items[at + 1].low.isdigit()
    )


def _shared_head(items: list[Item], comma: int) -> int | None:
    """The noun that several fields share ("16 law enforcement, political and military officials")."""
    i, joined = comma + 1, False
    while i < len(items) and i - comma < _SHARED and items[i].code in "xa,&" and not clause.is_verb_like(items[i]):
        if is_number(items[i]):
            return None  # "so far, 166 people and 15 bodies"
        if joined and items[i].low in _HEADS:
            return i
        joined = joined or items[i].code == "&"
        i += 1
    return None


def _ends_phrase(items: list[Item], at: int, head: int | None) -> bool:
    """Whether a word is no longer of the phrase: a verb, or a word behind the head that only tells more of it."""
    low = items[at].low
    if low in _UNSURE:
        return True
    return clause.is_verb_like(items[at]) and low not in _ADJECTIVES and (head is not None or low not in _TAILS)


def _as_described(reading: Reading, start: int, end: int, head: int | None, country: str | None) -> Phrase | None:
    items = reading.items
    last = (head if head is not None else end - 1) + 1
    goods = items[last - 1].low.split()[-1] in _GOODS
    if items[last - 1].low.isdigit() or (items[last - 1].low in words("amounts") and _of(items, last)):
        return phrase_at(reading, last + 1) if _of(items, last) else None
    stop = behind_tail(items, last - 1)
    country = country or country_behind(reading, items[last - 1].low, last, stop) or state_of_body(reading, start, stop)
    country = country or country_tied(reading, start, last)
    if goods and country is None and (bloc := bloc_of_goods(reading, start, last)):
        return Phrase(bloc, stop, described=True)
    if head is None and country is None:
        return None
    if goods:
        return Phrase(states_of_goods(reading, country, last, stop), stop, described=True) if country else None
    owned = any(x.code == "s" for x in items[start:end])
    if head is None and (owned or items[end - 1].code not in "xA" or items[end - 1].low in words("not_hit")):
        return None
    named = any(x.code in "NP" for x in items[start:stop])
    counted = head is not None and is_number(items[start])
    if not country and not named and not counted and items[last - 1].low not in _NAMED_HEADS:
        return Phrase([], stop, described=True)
    countries = [c for x in items[last:stop] if x.code == "C" and (c := reading.parties.country_of(x))]
    made = _people(reading, start, stop - 1, country)
    if items[last - 1].low not in _PEOPLE:
        made.name, made.role = _bare(reading.line.words(items[start], items[stop - 1])), None
    others = [replace(made, country=c) for c in dict.fromkeys(countries) if c != country]
    return Phrase([made, *others], stop, described=True)


def _of(items: list[Item], i: int) -> bool:
    return i < len(items) and (items[i].code == "o" or items[i].low in _WORTH)


def _of_country(entity: Entity, country: str | None) -> Entity:
    if entity.country or not country or entity.kind == "country":
        return entity
    if entity.id is None and not entity.certain:
        entity.country = country
        return entity
    return Entity(entity.kind, entity.name, entity.id, entity.role, entity.rank, country, entity.gender)


def _meant(reading: Reading, at: int) -> list[Entity]:
    """Whom "him" means; whom "it" and "them" stand for: the state or body named last before, not who acts on it."""
    items = reading.items
    if items[at].low in _HIM_HER:
        return [e for e in items[at].who if e.kind == "person"]
    for i in range(clause.clause_start(items, at) - 1, -1, -1):
        if items[i].code in "CN" and items[i].who and (i + 1 >= len(items) or items[i + 1].low not in _SANCTIONS):
            if reading.items[i].who[0].key() in {e.key() for e in reading.parties.sanctioners}:
                continue
            return list(items[i].who)
    return []
