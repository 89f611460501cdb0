"""Whether those whom the clause names can have had part in an encounter, and whether it is one at all between them."""

from __future__ import annotations

from dipkb.extract.clause.words import SKIPPED, is_verb_like
from dipkb.extract.document import Entity
from dipkb.extract.framefiles import read_frames
from dipkb.extract.groups import DELEGATIONS
from dipkb.extract.likeness import is_spouse_of
from dipkb.extract.meetingsettings import country
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms, texts

_ITS, _RESUMED = each("its", "resumed")
_ATTENDING = frozenset(read_frames("words")["attending"])
_CONCERNING = forms("on", "about", "regarding", "concerning")
_SPOKESPEOPLE = texts("names", "spokespeople")
_REVIVED = frozenset(read_frames("events")["reviving_verbs"])


def without_sayers(people: list[Entity], partners: list[Entity]) -> list[Entity]:
    """Those who met, without people of a state whose own are among several partners ("officials said the talks with X and Y")."""
    states = {e.country for e in partners if e.country}
    return [] if len(states) > 1 and people and all(e.kind == "group" and e.country in states for e in people) else people


def stands_aside(reading: Reading, entity: Entity) -> bool:
    """Whether somebody whom the clause names had no part in the encounter."""
    return _only_speaks(reading, entity) or _is_no_owner(reading, entity)


def _only_speaks(reading: Reading, entity: Entity) -> bool:
    """Whether it is a spokesperson, who was not there ("“We thought it good to add a meeting with X,” Y said")."""
    at = reading.sources.get(entity.key())
    said = at is not None and (reading.items[at].code in "OH" or _says(reading, at))
    return said and (entity.rank == "spokesperson" or (entity.role or "").casefold().endswith(_SPOKESPEOPLE))


def _says(reading: Reading, at: int) -> bool:
    """Whether a verb of speech stands behind a person, before the trigger."""
    return any(x.low in reading.rules.status.saying for x in reading.items[at + 1 : reading.at])


def _is_no_owner(reading: Reading, entity: Entity) -> bool:
    """Whether the talks are those of a body or state ("its negotiations with Peru"), so that nobody in person had them."""
    before = reading.items[max(0, reading.at - 3) : reading.at]
    return not reading.verb and entity.kind == "person" and any(x.low in _ITS for x in before)


def without_own_staff(members: list[Entity]) -> list[Entity]:
    """The parties without spouses and nameless people of the first one's state ("X met Iraqi officials and US commanders")."""
    members = [e for e in members if not is_spouse_of(e, members)]
    kept = [e for e in members if not (e.kind == "group" and e.country and e.country == members[0].country)]
    return kept if len(kept) > 1 and members[0].kind == "person" else members


def suit(reading: Reading, members: list[Entity]) -> bool:
    """Whether the parties are such as the frame's event has."""
    people = all(e.kind in ("person", "organisation", "group") or _is_sent(reading, e) for e in members)
    if not reading.verb and (_is_process(reading, members) or _is_spoken_of(reading) or _is_attended(reading, members)):
        return False
    if reading.needs("named-only") and any(_names_a_thing(reading, e) for e in members):
        return False
    return (
        (people or not reading.needs("people"))
        and (people or len(members) > 2 or not reading.needs("company"))
        and (not reading.needs("persons") or all(e.kind in ("person", "group") for e in members))
        and (not reading.needs("individuals") or all(e.kind == "person" for e in members))
        and (not reading.needs("person") or any(e.kind in ("person", "group") for e in members))
        and (not reading.needs("official") or (members[0].kind == "person" and bool(members[0].role or members[0].id)))
        and (not reading.needs("several") or all(e.country or e.id or e.body or e.kind != "person" for e in members))
        and (not reading.needs("three") or len(members) > 2)
        and (not reading.needs("of-body") or any(e.kind == "organisation" for e in members))
    )


def _is_sent(reading: Reading, entity: Entity) -> bool:
    """Whether a state is named by the people it sends ("received a delegation of Iraq")."""
    at = reading.sources.get(entity.key())
    return at is not None and reading.items[at].code == "R" and getattr(reading.items[at].value, "role", None) in DELEGATIONS


def _is_attended(reading: Reading, members: list[Entity]) -> bool:
    """Whether bodies only say what somebody attends ("attend a meeting of the leaders and the Council's summit")."""
    bodies = all(e.kind in ("organisation", "group") and e.country is None for e in members)
    return bodies and any(x.low in _ATTENDING for x in reading.items[max(0, reading.at - 5) : reading.at])


def _names_a_thing(reading: Reading, entity: Entity) -> bool:
    """Whether a name nobody knows belongs to the noun behind it ("visited the Pedro Soto refugee camp")."""
    at = reading.sources.get(entity.key())
    behind = reading.items[at + 1] if at is not None and at + 1 < len(reading.items) else None
    unknown = not (entity.id or entity.role or entity.rank)
    return unknown and behind is not None and behind.code == "x" and not is_verb_like(behind) and behind.low not in SKIPPED


def _is_process(reading: Reading, members: list[Entity]) -> bool:
    """Whether "negotiations" are what goes on between states rather than an encounter: stalled, for accession, or never held."""
    words = reading.rules.words("process_nouns")
    if reading.trigger.low not in words or reading.line.sentence.zone == "title":
        return False
    if reading.at and reading.items[reading.at - 1].low in reading.rules.words("process_adjectives"):
        return True
    day = reading.day()
    exact = day is not None and day.value.kind in ("day", "weekday")
    if any(i.low in _REVIVED for i in reading.items[reading.at + 1 : reading.at + 9]):
        return not exact  # "it took years for talks to be re-launched"
    held = reading.light_verb() or country(reading) or reading.has_day()
    if reading.trigger.low in reading.rules.words("standing_relations") and any(
        x.low in reading.rules.words("vague_measures") for x in reading.items[max(0, reading.at - 4) : reading.at]
    ):
        bodies = [e for e in members if e.kind in ("country", "organisation")]
        return bool(bodies) and not exact  # "both nations have had extensive defence engagements", "closer dialogue with Fiji"
    if any(x.low in _RESUMED for x in reading.items[max(0, reading.at - 3) : reading.at]):
        held = exact  # "last year Oslo resumed talks with Lima"
    return all(e.kind in ("country", "organisation") for e in members) and not held


def _is_spoken_of(reading: Reading) -> bool:
    """Whether an undated encounter is only what is talked about: "discussed their talks with X", "a statement on the meeting"."""
    items, words = reading.items, reading.rules.words("speaking_of")
    for i in range(reading.at - 1, max(0, reading.at - 6), -1):
        if items[i].low in _CONCERNING and items[i - 1].low in words:
            return not _has_own_day(reading)
    return reading.is_topic() and not reading.has_day()


def _has_own_day(reading: Reading) -> bool:
    """Whether a day stands behind the noun or right before it, so that it is not the day on which it was spoken of."""
    day = reading.day()
    return day is not None and all(x is not day for x in reading.items[: max(0, reading.at - 2)])


def able(entities: list[Entity]) -> list[Entity]:
    """Those who can meet: no medium does."""
    return [e for e in entities if e.kind != "media"]


def foreign(members: list[Entity]) -> bool:
    """At least two sides: different countries, or somebody whose country is not known."""
    return len({e.country or e.key() for e in members}) > 1
