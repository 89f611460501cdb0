"""People without names who are met: whose they are by their state, the place, or the trip that the text tells of."""

from __future__ import annotations

from dipkb.extract import clause
from dipkb.extract.bearers import EQUALS
from dipkb.extract.document import Entity, Item, Mention
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import forms, listed

_WITH = forms("with")
_LEADERS, _SIDELINES = tuple(listed("names", "leading_plurals")), listed("events", "sidelines")
_OF_FROM = forms("of", "from")
_SERIES = listed("events", "series")
_WITH_OF, _IN_AT = forms("with", "of"), forms("in", "at")
_NAMED = 5  # items behind the trigger in which an unknown name can stand
_FAR = 10  # items behind the trigger in which people without names can stand


def nameless(reading: Reading) -> list[Entity]:
    """Somebody no table knows, right before the verb, so that nobody further to the left has met ("a spokesman said X met Y")."""
    before = reading.items[reading.at - 1] if reading.at else None
    if not reading.verb or before is None or before.code != "n" or not before.who or before.who[0].kind != "person":
        return []
    home = reading.document.home
    return [Entity("person", name=before.text, country=home, certain=False, supposed=True)] if home else []


def is_series(reading: Reading) -> bool:
    """Whether it tells of several at once without saying who they are ("spoke with several leaders", "held a round of calls")."""
    return reading.trigger.low in _SERIES or _people_behind(reading)[0] is not None


def placed(reading: Reading, present: list[Entity]) -> list[Entity]:
    """Those present; who is only supposed to be of the publisher's country is of the one the sentence places them in."""
    supposed = [e for e in present[1:] if e.supposed]
    if not supposed or len({e.country for e in present}) > 1:
        return present
    country = _abroad(reading, present[0])
    for entity in supposed if country else ():
        entity.country, entity.supposed = country, False
    return present


def unnamed(reading: Reading, people: list[Entity]) -> list[Entity]:
    """People without names and without their country: it is that of the place or trip told of ("met officials in Oman")."""
    at, country = _people_behind(reading)
    if at is None:
        return []
    word, following = reading.items[at], reading.items[at + 1] if at + 1 < len(reading.items) else None
    if following is not None and following.low in _OF_FROM:
        return reading.entities(clause.objects(reading.items, at + 1)) or _of_state(reading, at, people)
    if region := next((i for i in range(max(0, at - 2), at) if reading.items[i].code == "Z"), None):
        return [Entity("group", role=reading.line.words(reading.items[region], word), plural=True)]
    if {x.low for x in reading.items[max(0, at - 2) : at]} & reading.rules.words("of_many_states") or _at_a_gathering(
        reading, at
    ):
        return []
    countries = [country] if country else _countries_behind(reading, at) or [_abroad(reading, people[0])]
    foreign = [c for c in countries if c and c != people[0].country]
    if word.low in EQUALS and people[0].rank not in (None, "other"):
        return [e for c in foreign for e in reading.parties.counterpart(Mention(), c, people[0])]
    return [Entity("group", role=_described(reading, at), country=c, plural=True) for c in foreign]


def _countries_behind(reading: Reading, at: int) -> list[str | None]:
    """The states where people without names are met, listed right behind them ("counterparts in Egypt, Poland and Sweden")."""
    items, i, found = reading.items, at + 2, list[str | None]()
    if not (clause.is_code(items, at + 1, "p") and items[at + 1].low in _IN_AT and clause.is_code(items, i, "tCL")):
        return []
    while i < len(items) and items[i].code in "tCL,&":
        if items[i].code in "CL":
            found.append(reading.parties.country_of(items[i]))
        i += 1
    return list(dict.fromkeys(found))


def _described(reading: Reading, at: int) -> str:
    """People without names with the plain words before that describe them ("opposition politicians")."""
    items, first = reading.items, at
    while first and items[first - 1].code == "x" and not clause.is_verb_like(items[first - 1]):
        first -= 1
    return reading.line.words(items[first], items[at]).lower() if items[at].code == "x" else items[at].low


def _at_a_gathering(reading: Reading, at: int) -> bool:
    """Whether leaders are met where those of many states are ("met several leaders on the sidelines of the summit")."""
    leaders = reading.items[at].low.endswith(_LEADERS)
    return leaders and any(x.low in _SIDELINES for x in reading.items)


def _of_state(reading: Reading, at: int, people: list[Entity]) -> list[Entity]:
    """People of the body of a state named by its adjective ("members of the Italian government")."""
    country = next((reading.parties.country_of(x) for x in reading.items[at + 2 : at + 5] if x.code in "AC"), None)
    foreign = country and country != people[0].country
    return [Entity("group", role=reading.items[at].low, country=country, plural=True)] if foreign else []


def strangers(reading: Reading, people: list[Entity]) -> list[Entity]:
    """Somebody no table knows behind the verb or its "with", by the country beside the name: "received A, envoy of Chad"."""
    items, at = reading.items, reading.at
    if not people or not reading.verb:
        return []
    first = next((i for i in range(at + 1, min(at + _NAMED, len(items))) if items[i].code not in "tapDxA" or items[i].who), None)
    if first is None or items[first].code != "n" or " " not in items[first].text:
        return []
    if items[first - 1].code == "p" and items[first - 1].low not in _WITH:
        return []  # "met at Maple Manor, Canada"
    beside = [x for x in items[at + 1 : first] if x.code in "AC"] or _apposed(items, first)
    country = _country_at(reading, beside[-1]) if beside else None
    return [Entity("person", name=items[first].text, country=country, certain=False)] if country else []


def _country_at(reading: Reading, item: Item) -> str | None:
    return item.who[0].country if item.code == "N" else reading.parties.country_of(item)


def _apposed(items: list[Item], at: int) -> list[Item]:
    """The country in what stands behind a comma after a name: ", deputy minister of the Republic of Korea,"."""
    if at + 1 >= len(items) or items[at + 1].code != ",":
        return []
    found = []
    for item in items[at + 2 : at + _FAR + 2]:
        if item.code in 'w".bhdm,' or clause.is_verb_like(item):
            break
        if item.code in "AC" or (item.code == "N" and item.who and item.who[0].country):
            found.append(item)
    return found[:1]


def _people_behind(reading: Reading) -> tuple[int | None, str | None]:
    """Where a word for people stands behind the trigger or its "with", and the country before it."""
    items, at, country, bodies = reading.items, reading.at, None, reading.rules.words("unnamed_bodies")
    if not reading.verb:
        at = next((i for i in range(at + 1, min(at + 4, len(items))) if items[i].low in _WITH), len(items))
    for i in range(at + 1, min(at + _FAR, len(items))):
        item = items[i]
        if item.code == "G" and not item.who:
            return i, country
        if item.code == "x" and (
            item.low in reading.parties.lexicon.staff or (item.low in bodies and not clause.is_code(items, i + 1, "x"))
        ):
            return i, country
        if item.code in "AC":
            country = country or reading.parties.country_of(item)
        elif item.code not in "ta&,xsHZ" and item.low not in _WITH_OF:
            break
    return None, None


def _abroad(reading: Reading, who: Entity) -> str | None:
    """The foreign country that the sentence places its events in, else the one the person travels to."""
    items = reading.items
    for i in range(1, len(items)):
        before = i - 2 if i > 1 and items[i - 1].code == "t" else i - 1
        if items[i].code in "LC" and items[before].low in reading.rules.words("whereabouts"):
            country = reading.parties.country_of(items[i])
            return country if country != who.country else None
    return reading.parties.trips.get(who.key())
