"""Parties of an encounter that its own words leave out: found around it, in the sentence before, or in the publisher.

"In a phone call, Wang told Blinken …", "will meet government officials in Oman", "accepted X's invitation to meet", "the meeting
with X", and the headline "Telephone conversation with X" of a president's own site.
"""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.candidate import FUTURE
from dipkb.extract.document import Entity, Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.strangers import is_series, unnamed
from dipkb.extract.wordlists import each, forms, listed

_AT_AN_EVENT, _WITHIN_AN_EVENT = forms("after", "following", "during", "in", "at"), forms("in", "during", "at")
_AMONG, _NEVER, _SUCH, _THEM, _THERE, _TO = each("among", "never", "such", "them", "there", "to")
_WORLD = forms("world")
_INCLUDING_NAMELY = forms("including", "namely")
_BY = forms("by")
_ALWAYS_PLURAL, _SEATS_OF_MANY = listed("events", "always_plural"), listed("events", "seats_of_many")
_TO_OTHERS = forms("to", "about", "over", "by", "against", "for")
_FOR, _NO = forms("for"), forms("no")
_FROM, _WITH_FROM = forms("from"), forms("with", "from")
_OPENING_TALKS = listed("events", "held")
_THEN_LATER_ALSO = forms("then", "later", "also")
_THE_THIS_THAT = forms("the", "this", "that")
_SAYING = frozenset(read_frames("words")["saying"]) | listed("events", "further_saying")
_FEW = 3  # items at the start of a headline
_NAMED = 5  # items behind the trigger in which an unknown name can stand
_MEMBERS, _ANYBODY = listed("events", "members_of_body"), listed("events", "anybody")
_FAR = 10  # items behind the trigger in which people without names can stand


def met(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Whom "the meeting with X" leaves unsaid: the one the text was speaking of, in a headline the publisher's own leader."""
    if reading.at == 0 and reading.line.sentence.zone != "title" and not any(map(_is_finite, reading.items)):
        return of_title(reading, partners) or principal(reading, partners)
    if _heads_title(reading) and (leader := reading.parties.publishing_leader()):
        return [leader] if leader.key() not in {p.key() for p in partners} else teller(reading, partners)
    if not reading.at or reading.items[reading.at - 1].low not in _THE_THIS_THAT:
        found = traveller(reading) or moved(reading, partners)
        found = found or (teller(reading, partners) if reading.line.is_quoted(reading.at) else [])
        found = found or guest(reading, partners) or teller(reading, partners) or main(reading, partners)
        alone = _stands_alone(reading) or clause.is_code(reading.items, reading.at + 1, "b")  # "presenting credentials were X, Y"
        return found or (principal(reading, partners) if alone else [])
    return principal(reading, partners) or teller(reading, partners)


def _heads_title(reading: Reading) -> bool:
    """Whether a headline opens with the noun, so that the publisher's own is meant ("Remarks at the meeting with X")."""
    before = reading.items[: reading.at]
    bare = not any(clause.is_agent(x) or x.code in "mbhPRO" for x in before) and reading.at <= _NAMED
    return reading.line.sentence.zone == "title" and (reading.at < _FEW or bare)


def _is_finite(item: Item) -> bool:
    """Whether a verb stands there, so that the line is no heading."""
    return item.code in "mbh" or clause.is_verb_like(item)


def of_title(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Whom the headline names first, whose meetings the headings of the text go through ("Meeting with X on 2 May")."""
    theirs = {p.key() for p in partners} | {p.country for p in partners if p.country}
    titles = (x for x in reading.document.lines if x.in_title or x.sentence.zone == "title")
    people = (e for line in titles for item in line.items for e in item.who if e.kind == "person")
    found = next((e for e in people if not {e.key(), e.country} & theirs), None)
    return [found] if found else []


def principal(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Whom the text was speaking of, unless it is one of the partners or of their country."""
    subject, theirs = reading.line.subject, {p.key() for p in partners} | {p.country for p in partners if p.country}
    return [subject] if subject is not None and not {subject.key(), subject.country} & theirs else []


def main(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Who acts in the main clause behind: "apart from talks with X, Y is expected to meet Z"."""
    known = {e.key() for e in partners} | {e.country for e in partners if e.country}
    behind = [i for i in clause.subject(reading.items, reading.at) if i > reading.at]
    return [e for e in reading.entities(behind) if e.kind == "person" and not {e.key(), e.country} & known]


def traveller(reading: Reading) -> list[Entity]:
    """Whose trip or programme an encounter is part of: "his visit will include a meeting with X"."""
    items, words = reading.items, reading.rules.words("programmes")
    for i in range(reading.at - 2, clause.clause_start(items, reading.at), -1):
        if items[i].low in words and (owner := clause.possessor(items, i)):
            return [e for e in reading.entities(owner) if e.kind == "person"]
    return []


def _stands_alone(reading: Reading) -> bool:
    """Whether nobody else in the clause can have had it: it opens the clause, or its circumstance does ("At talks with X,")."""
    start = clause.phrase_start(reading.items, reading.at)
    before = reading.items[:start] if start > 0 else []
    return not any(clause.is_agent(x) or x.code == "O" or clause.is_verb_like(x) for x in before)


def moved(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Whom an encounter brought to do something: "a testy call with X has led Y to cancel his trip"."""
    words = reading.rules.words("moving_verbs")
    verb = next((i for i in range(reading.at + 1, len(reading.items)) if reading.items[i].low in words), None)
    if verb is None or not _opens_clause(reading):
        return []
    known = {e.key() for e in partners}
    return [e for e in reading.entities(clause.objects(reading.items, verb)) if e.kind == "person" and e.key() not in known]


def teller(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Who says how an encounter of his went: "Talks with X were constructive, Y said"."""
    items = [x for x in reading.items[reading.at + 1 :] if x.code != '"']
    if not _opens_clause(reading):
        return []
    for i in range(len(items) - 2):
        if items[i].code != ",":
            continue
        said = clause.is_verb_like(items[i + 2]) and items[i + 2].low in _SAYING
        name = items[i + 1] if items[i + 1].code in "PR" and said else items[i + 2]
        if not (said or items[i + 1].low in _SAYING) or name.code not in "PR":
            continue
        known = {e.country for e in partners}
        told = [e for e in name.who if e.country not in known and e.country and e.rank not in ("other", None)]
        if all(e.kind == "country" for e in partners):
            return [reading.parties.state(e.country) if e.rank == "spokesperson" and e.country else e for e in told]
        return [e for e in told if e.rank != "spokesperson"]
    return []


def of_two(reading: Reading, people: list[Entity], partners: list[Entity]) -> list[Entity]:
    """Who met the partner at what "the two sides" do behind it: the principal of the text, or the other of the two."""
    items = reading.items
    spots = [reading.sources.get(e.key()) for e in people]
    if len(people) < 2 or any(i is None or i < reading.at or items[i].code != "G" or items[i].value.owners for i in spots):
        return people
    others = [e for e in people if e.country and e.country not in {p.country for p in partners}]
    return principal(reading, partners) or (others if len(others) < len(people) else [])


def speaking(reading: Reading, people: list[Entity], partners: list[Entity]) -> list[Entity]:
    """Those who met; not the state that is only spoken of: "X said Norway would not leave, following talks with Y"."""
    items = reading.items
    governed = reading.rules.status.preposition(items, reading.at) in _AT_AN_EVENT
    if reading.verb or not governed or not people or any(e.kind != "country" for e in people):
        return people
    if not partners or any(e.kind != "person" for e in partners):
        return people
    said = next((i for i, x in enumerate(items[: reading.at]) if x.low in _SAYING), 0)
    told = said and items[said - 1].code in "PR" and reading.sources.get(people[0].key(), 0) > said
    who = list(items[said - 1].who) if told else []
    return who if who and who[0].country not in {e.country for e in partners} else people


def state_of_speaker(reading: Reading, people: list[Entity], partners: list[Entity]) -> list[Entity]:
    """Whose talks with a state somebody speaks of who need not have had them: "X said there were talks with Peru"."""
    before = reading.items[max(0, reading.at - 5) : reading.at]
    there = any(x.low in _THERE for x in before) or any(x.low in _SAYING and y.low in _NO for x, y in pairwise(before))
    bare = reading.line.is_quoted(reading.at) and not any(x.code in "tHsx" for x in before[-2:]) and not reading.has_day()
    if not (there or bare) or len(people) != 1 or not people[0].country or any(e.kind != "country" for e in partners):
        return people
    return [reading.parties.state(people[0].country)] if people[0].kind == "person" else people


def guest(reading: Reading, partners: list[Entity]) -> list[Entity]:
    """Whose programme it is that "talks with X will follow" in: who travels to X's country, else whom the text spoke of."""
    if not _opens_clause(reading) or not (_is_to_follow(reading) or reading.light_verb()):
        return []
    countries = {e.country for e in partners if e.country}
    trips = reading.parties.trips
    travelling = (e for e in reversed(reading.parties.people) if e.country not in countries and trips.get(e.key()) in countries)
    found = next(travelling, None) or reading.line.subject
    return [found] if found is not None and found.kind == "person" and found.country not in countries else []


def _opens_clause(reading: Reading) -> bool:
    """Whether the noun phrase is the subject of its clause, nothing but "then" or a day before it."""
    i = clause.phrase_start(reading.items, reading.at)
    while i >= 0 and (reading.items[i].code in ',&"D' or reading.items[i].low in _THEN_LATER_ALSO):
        i -= 1
    if i >= 0 and reading.items[i].code == "P":  # "a meeting with X and talks with Y"
        return any(x.low in _OPENING_TALKS for x in reading.items[:i])
    return i < 0


def _is_to_follow(reading: Reading) -> bool:
    """Whether what stands behind says that it follows or is planned."""
    words = reading.rules.words("following_verbs")
    follows = any(x.low in words for x in reading.items[reading.at + 1 :])
    return follows or reading.rules.status.of(reading.line, reading.at, verb=False) in FUTURE


def partners(reading: Reading, people: list[Entity]) -> list[Entity]:
    """With whom one party met, where the clause names none behind "with" or the verb."""
    if len(people) != 1:
        return unnamed(reading, people) if people and reading.verb else []
    found = addressees(reading) or invited(reading, people) or unnamed(reading, people) or faced(reading, people)
    return found or receiving_state(reading, people)


def receiving_state(reading: Reading, people: list[Entity]) -> list[Entity]:
    """The state that people without names go to for talks, where nobody else is met ("envoys due in Cairo for talks")."""
    items, sent = reading.items, people[0]
    if reading.verb or reading.trigger.low not in _ALWAYS_PLURAL or sent.kind != "group" or sent.country is None:
        return []
    if items[clause.phrase_start(items, reading.at)].low not in _FOR:
        return []
    before = range(max(1, clause.clause_start(items, reading.at)), reading.at)
    places = [i for i in before if items[i].code in "CL" and items[i - 1].low in reading.rules.words("whereabouts")]
    country = reading.parties.country_of(items[places[-1]]) if places else None
    foreign = country not in {None, sent.country, *_SEATS_OF_MANY}
    return [reading.parties.state(country)] if country and foreign else []


def faced(reading: Reading, people: list[Entity]) -> list[Entity]:
    """The other one whom "we" and "our talks" include: whom the words are said to, or who was met just before.

    "We have not met for a while" tells of no encounter that was called off.
    """
    item = reading.items[reading.sources.get(people[0].key(), reading.at)]
    if reading.trigger.low in reading.rules.words("standing_relations") and not reading.has_day():
        return []
    if any(x.code == "!" or x.low in _NEVER for x in reading.items[max(0, reading.at - 4) : reading.at]):
        return []
    return list(item.value or ()) if item.code in "OH" and isinstance(item.value, tuple) else []


def beside(reading: Reading, found: list[int], partners: list[Entity]) -> list[Entity]:
    """People without names whom a list ends with: "met President X and business leaders", "X and members of parliament"."""
    items = reading.items
    at = max(found, default=len(items)) + 1
    at += clause.is_code(items, at, ",") and clause.is_code(items, at + 1, "&")
    if not clause.is_code(items, at, "&") or not found or partners[-1].kind != "person" or not partners[-1].country:
        return []
    for i in range(at + 1, min(at + _NAMED + 1, len(items))):
        item = items[i]
        word = item.low.rsplit(" ", 1)[-1]
        if word in _ANYBODY or item.low in _WORLD:
            return []
        if (item.code == "G" and not item.who) or (
            item.code == "x" and (word in _MEMBERS or word in reading.parties.lexicon.staff)
        ):
            role = reading.line.words(items[at + 1], items[_end_of_members(items, i)])
            return [Entity("group", role=role, country=partners[-1].country, plural=True)]
        if item.code not in "ta" and not (item.code == "x" and not clause.is_verb_like(item)):
            break
    return []


def _end_of_members(items: list[Item], at: int) -> int:
    """Where the body ends that "members of" leads to."""
    end = at
    if items[at].low in _MEMBERS and clause.is_code(items, at + 1, "o"):
        end = at + 1
        while end + 1 < min(len(items), at + _NAMED + 2) and (
            items[end + 1].code in "tNnEC" or (items[end + 1].code == "x" and not clause.is_verb_like(items[end + 1]))
        ):
            end += 1
    return end if end > at + 1 else at


def included(reading: Reading) -> list[Entity]:
    """Those named of many: "met several leaders, including X and Y", "talks with officials, among them X", "such as X"."""
    items, series = reading.items, is_series(reading)
    for i in range(reading.at + 1, min(reading.at + 2 * _FAR, len(items))):
        among = items[i].low in _AMONG and i + 1 < len(items) and items[i + 1].low in _THEM
        such = items[i].low in _SUCH and clause.is_code(items, i + 1, "k")
        if among or such or items[i].low in _INCLUDING_NAMELY:
            led = among or such or (i + 1 < len(items) and items[i + 1].low in _WITH_FROM)
            found = reading.entities(clause.objects(items, i + led))
            sent = led and not such and items[i + 1].low in _FROM  # "many diplomats, including from the United States"
            return found if sent else [e for e in found if e.kind == "person"]
        if items[i].code in '"wk.mb' or (items[i].low in _TO_OTHERS and not series):
            break
    return []


def addressees(reading: Reading) -> list[Entity]:
    """Whom the subject tells something in the talks: "In a phone call, Wang told Blinken that …"."""
    items = reading.items
    if reading.verb or reading.rules.status.preposition(items, reading.at) not in _WITHIN_AN_EVENT:
        return []
    words = reading.rules.words("address_verbs")
    for i, item in enumerate(items):
        if item.low in words and not reading.line.is_quoted(i):
            return [e for e in reading.entities(clause.objects(items, i)) if e.kind == "person"]
    return []


def invited(reading: Reading, people: list[Entity]) -> list[Entity]:
    """With whom somebody is to meet who accepts or makes an invitation: "accepts X's offer to meet", "asked X to meet"."""
    items, at = reading.items, reading.at
    if not (reading.verb and at > 1 and items[at - 1].low in _TO):
        return []
    known = {e.key() for e in people}
    for i in range(at - 2, max(-1, at - 7), -1):
        place = items[i].code in "CL" and i > 0 and items[i - 1].code in "p,"  # "travels to Oslo, Norway to meet"
        others = [e for e in items[i].who if clause.is_agent(items[i]) and e.key() not in known]
        if others and (place or (i > 0 and items[i - 1].low in _BY)):
            return []  # "X, accompanied by Y, is to meet"
        if others:
            return others
        if clause.is_agent(items[i]) or items[i].code in 'kw".':
            break
    return []
