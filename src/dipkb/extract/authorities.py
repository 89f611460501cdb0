"""Who acts when a body is named by what it is: "China's commerce ministry", "the Trump administration", "Western countries"."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, endings, forms, listed, text_of, texts, without_article

_UNION_STATES, _EUROPEAN_NAME = texts("sanctions", "of_union"), text_of("sanctions", "european_bodies")
_INCLUDING, _THE, _TO, _WEST, _WITH = each("including", "the", "to", "west", "with")
_ADVERB = endings("adverb")
_ALLIES = listed("events", "allies")
_BETWEEN_VERBS = forms("also", "then", "has", "have")
_FOR_OF_FROM = forms("for", "of", "from")
_GERUND = endings("gerund")
_JOINT = listed("sanctions", "joint")
_THE_THIS = forms("the", "this")
_WESTERN_WORDS = listed("sanctions", "west")

_RULES = read_frames("authorities")
_AUTHORITIES, _WESTERN = frozenset(_RULES["authorities"]), frozenset(_RULES["western"])
_MEMBERS = listed("events", "heads_of_delegation")
_RESOLVES = frozenset(_RULES["resolves"])
_EUROPEAN, _QUANTIFIED = frozenset(_RULES["european"]), frozenset(_RULES["quantified"])
ADMINISTRATIONS: dict[str, str] = _RULES["administrations"]
_REACH = 24


def is_authority(item: Item) -> bool:
    """Whether a noun stands for a body that acts for its state."""
    return item.low in _AUTHORITIES


def doer_of(reading: Reading, verb: int, last: list[Entity]) -> list[Entity]:
    """The subject of an act: a party, or an authority that stands for its state (``last`` for a bare "the ministry")."""
    items = reading.items
    indices = (
        _whose_decision(items, verb)
        or _blamed(items, verb)
        or (_leading(items) if _is_participial(items, verb) else clause.subject(items, verb))
    )
    if not items[verb].low.endswith(_GERUND):
        indices = [i for i in indices if i < verb]
    nearest = max(indices, default=-1)
    nearest = nearest if nearest < verb else -1
    for i in range(verb - 1, max(-1, verb - _REACH, nearest - 1), -1):
        if items[i].code in '"' or items[i].low == ";":
            break
        if items[i].code == "G" and without_article(items[i].low).startswith(_UNION_STATES) and (union := _body(reading, "EU")):
            return union  # "the EU nations"
        if i == nearest:
            break
        if items[i].low in _MEMBERS and items[i - 1].low in _THE and last and last[0].kind == "organisation":
            return last
        if items[i].low in _AUTHORITIES and not _is_apposed(items, i) and (found := _owned(reading, i, last)):
            return found
        if items[i].low in _ALLIES and _is_beside(items, i):
            continue  # "the US, in coordination with our allies and partners, is taking"
        if items[i].low in _ALLIES and (joint := _joint(items, i)) is not None:
            before = items[joint - 1]
            if before.who and clause.is_agent(before):
                members = reading.entities(_listed_before(items, joint - 1))
                return [*(members or list(before.who)), Entity("organisation", name=items[i].text)]
            return [Entity("organisation", name=reading.line.words(before, items[i]))]
        if items[i].low in _WESTERN and i and items[i - 1].low in _QUANTIFIED:
            return [Entity("organisation", name=reading.line.words(items[i - 1], items[i]))]
        if items[i].low in _WEST or (items[i].low in _WESTERN and i and items[i - 1].low in _WESTERN_WORDS):
            return [Entity("organisation", name=reading.line.words(items[i - 1], items[i]) if i else items[i].text)]
    if not indices:
        indices = _included(items, verb)
    if reading.line.sentence.zone in ("title", "heading"):
        indices = _with_comma(items, indices)
    return [_worded(reading, e, indices) for e in reading.entities(indices)]


def _is_beside(items: list[Item], i: int) -> bool:
    """Whether those named by what they are stand in a phrase with whom something is done, which a comma closes."""
    first = i
    while first > 0 and (items[first - 1].code in "xH&t" and not clause.is_verb_like(items[first - 1])):
        first -= 1
    closed = i + 1 < len(items) and items[i + 1].code == ","
    return closed and first > 0 and items[first - 1].low in _WITH


def _is_apposed(items: list[Item], i: int) -> bool:
    """Whether the noun only says what the body before it is ("the Mercosur bloc")."""
    return items[i].low in _EUROPEAN and items[i - 1].code == "N"


def _joint(items: list[Item], i: int) -> int | None:
    """The "and" before "allies", over "its" or "other"."""
    j = i - 1
    while j > 0 and items[j].low in _JOINT:
        j -= 1
    return j if j > 0 and items[j].code == "&" else None


def _listed_before(items: list[Item], last: int) -> list[int]:
    """The parties that commas join to the last one of a list which goes on ("the EU, the US, Britain and allies")."""
    found, i = [last], last
    while (j := _before_comma(items, i)) is not None:
        i = j
        found.append(i)
    return sorted({*found, *clause.group_left(items, last)[0]})


def _before_comma(items: list[Item], i: int) -> int | None:
    """The party before the comma in front of one, over its short name in brackets."""
    j = i - 1 if i and items[i - 1].code != "t" else i - 2
    if j < 1 or items[j].code != ",":
        return None
    j -= 4 if j > 3 and items[j - 1].code == ")" and items[j - 3].code == "(" else 1
    return j if clause.is_agent(items[j]) else None


def _included(items: list[Item], verb: int) -> list[int]:
    """ "a number of countries including X, Y and Z maintained …": those included."""
    at = next((i for i in range(verb - 1, max(-1, verb - 12), -1) if items[i].low in _INCLUDING), None)
    first = next((i for i in range(at + 1, verb) if clause.is_agent(items[i])), None) if at is not None else None
    return [i for i in clause.group_right(items, first) if i < verb] if first is not None else []


def _with_comma(items: list[Item], indices: list[int]) -> list[int]:
    """The subject of a headline that a comma joins ("Japan, South Korea impose sanctions")."""
    first = indices[0] if indices else 0
    joined = first == 2 and items[1].code == "," and clause.is_agent(items[0])
    return [0, *indices] if joined else indices


def _is_participial(items: list[Item], verb: int) -> bool:
    """ ", officially expanding the list", "and also blacklisted firms": its subject is that of the sentence."""
    i = verb - 1
    while i > 0 and (items[i].low.endswith(_ADVERB) or items[i].low in _BETWEEN_VERBS):
        i -= 1
    return i > 0 and (items[i].code == "&" or (items[i].code == "," and items[verb].low.endswith(_GERUND)))


def _whose_decision(items: list[Item], verb: int) -> list[int]:
    """ "X's decision to suspend", "X's threat to impose"."""
    if verb < 3 or items[verb - 1].low not in _TO or items[verb - 2].low not in _RESOLVES:
        return []
    i = verb - 3
    while i > 0 and items[i].code in "xa":
        i -= 1
    return clause.group_left(items, i - 1)[0] if items[i].code == "s" and i and clause.is_agent(items[i - 1]) else []


def _leading(items: list[Item]) -> list[int]:
    """The first party of the sentence that stands behind no preposition."""
    for i, item in enumerate(items):
        before = items[i - 2] if i > 1 and items[i - 1].code == "t" else items[i - 1] if i else None
        if clause.is_agent(item) and (before is None or before.code not in "opH"):
            return clause.group_right(items, i)
    return []


def _blamed(items: list[Item], verb: int) -> list[int]:
    """Whom the main verb blames or thanks for it ("criticised X for lifting", "accused X of imposing")."""
    if not items[verb].low.endswith(_GERUND):
        return []
    at = next((i for i in range(verb - 1, max(0, verb - 4), -1) if items[i].low in _FOR_OF_FROM), None)
    if at is None:
        return []
    for i in range(at - 1, max(-1, at - 4), -1):
        if clause.is_agent(items[i]):
            return [i]
        if items[i].code not in "pDt":
            return []
    return []


def _worded(reading: Reading, entity: Entity, indices: list[int]) -> Entity:
    """People without names keep their words ("US lawmakers")."""
    if entity.kind != "group" or entity.name or len(indices) != 1:
        return entity
    at = indices[0]
    first = at - 1 if at and reading.items[at - 1].code in "ZA" else at
    text = reading.line.words(reading.items[first], reading.items[at])
    return Entity("group", name=without_article(text), role=entity.role, country=entity.country, plural=True)


def authority(reading: Reading, i: int, last: list[Entity]) -> list[Entity]:
    """The authority whose phrase starts at an index."""
    for j in range(i, min(len(reading.items), i + 6)):
        if reading.items[j].low in _AUTHORITIES:
            return _owned(reading, j, last)
        if reading.items[j].code not in "taAxCNLsPn":
            return []
    return []


def _owned(reading: Reading, i: int, last: list[Entity]) -> list[Entity]:
    """Whose authority it is: of the state named before it, else of the last one."""
    items, owner, named = reading.items, i - 1, False
    while owner >= 0 and i - owner < 6 and items[owner].code in "xasA&CLNPn":
        item = items[owner]
        if item.code in "ACL" and (state := reading.state_of(item) or item.who):
            return list(state)
        if item.code in "PNn" and item.who and item.who[0].country:
            return [reading.parties.state(item.who[0].country)]
        if item.code == "n" and owner == i - 1 and item.low in ADMINISTRATIONS:
            return [reading.parties.state(ADMINISTRATIONS[item.low])]
        named = named or (item.code == "n" and owner == i - 1)  # "the Biden administration" is nobody else's
        owner -= 1
    if items[i].low in _EUROPEAN and _speaks_of_europe(reading):
        return _body(reading, "EU")
    if not named and owner >= 0 and items[owner].code == "t" and items[owner].low in _THE_THIS:
        return last
    if owner == i - 1 and (owner < 0 or items[owner].code in ",;") and items[i].text[0].isupper():
        return last  # "Treasury also designated", "Commerce added"
    return []


def _speaks_of_europe(reading: Reading) -> bool:
    return any(
        i.code == "N" and i.who and _EUROPEAN_NAME in (i.who[0].name or "") for x in reading.document.lines for i in x.items
    )


def _body(reading: Reading, key: str) -> list[Entity]:
    body = reading.parties.gazetteer.organisations.get(key)
    return [Entity("organisation", name=body.name, id=body.id)] if body else []
