"""Who is meant by what stands around a mention in its sentence: whom it is listed with, who leads, who acts, whose trip it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.clause import is_verb_like
from dipkb.extract.document import Entity, Item, Line, Mention
from dipkb.extract.lexicon import fold
from dipkb.extract.people import spelt_alike
from dipkb.extract.timing import is_saying
from dipkb.extract.wordlists import each, forms, listed, texts, without_article

_SPEAKING, _TOGETHER, _THE = texts("statements", "speaking_offices"), forms("two", "both", "these"), forms("the")
_BY, _HIM, _PRIOR, _THAT, _WHOM = each("by", "him", "prior", "that", "whom")
_TO_FOR, _OF_FROM = forms("to", "for"), forms("of", "from")
_FOR_ON, _THANKING = forms("for", "on"), listed("events", "thanking")
_STATES, _ONES_TOLD = listed("events", "members"), listed("events", "states_told")
_DOZENS = listed("events", "dozens")
_TELLERS = forms("i", "my", "me", "we", "our", "us", "their", "they")
_LED = listed("events", "led")
_TO_NAME = 13  # items from an office to the name of its holder
_TO_OTHER = 6  # items from somebody to the one he addresses
_BRACKETS = frozenset("([")
_TO_RANK = 5  # items from the verb by which somebody leads to the name
_TO_LEADER = 9  # items from a delegation to the verb that names its leader
_OF_SEVERAL = forms("their", "they", "them")
_AT_PRESENT = texts("names", "at_present")
_BODIES = listed("statements", "bodies")
_NAMED_FOR = listed("names", "named_for")


def also_held(items: list[Item], at: int) -> tuple[Entity, ...]:
    """Whose further office it is that "and current" leads to ("President X and current Chair of the African Union")."""
    name = at - 3 if at > 2 and items[at - 2].code == "," else at - 2
    joined = name >= 0 and items[at - 1].code == "&" and items[name].code == "P"
    return items[name].who if joined and items[at].low.startswith(_AT_PRESENT) else ()


def is_called_a_body(items: list[Item], at: int) -> bool:
    """Whether an apposition calls a name no table knows a firm or body ("Shell, the oil firm")."""
    if at + 2 >= len(items) or items[at + 1].code != "," or items[at + 2].code not in "tACHs":
        return False
    end = at + 3
    while end < len(items) and items[end].code in "xaACNLRc" and not is_verb_like(items[end]):
        end += 1
    return items[end - 1].low in _BODIES and (end == len(items) or items[end].code in ",.opwb")


def abbreviated(line: Line) -> Iterator[tuple[str, Entity]]:
    """Bodies no table knows that the text abbreviates itself: "the National People’s Power (NPP)"."""
    if line.lows.isdisjoint(_BRACKETS) or "(n)" not in line.codes:
        return
    for at in range(2, len(line.items) - 1):
        if line.items[at - 1].code != "(":
            continue
        short = line.items[at]
        if short.code != "n" or not short.text.isupper() or line.items[at + 1].code != ")":
            continue
        before = line.text[line.sentence.start : line.sentence.starts[short.i]].rstrip(" (")
        words = re.findall(r"[\w’'-]+", before)[-len(short.text) - 3 :]
        for first in range(len(words)):
            initials = "".join(w[0] for w in words[first:] if w[0].isupper())
            if initials == short.text and words[first][0].isupper():
                yield short.text, Entity("organisation", name=" ".join(words[first:]))
                break


def leader_of(items: list[Item], at: int) -> Item | None:
    """Who is named behind "led by" as the head of the delegation at an index."""
    led = next((i for i in range(at + 1, min(len(items) - 2, at + _TO_LEADER)) if items[i].low in _LED), None)
    if led is None or items[led + 1].low not in _BY or any(x.code in "mbh" for x in items[at + 1 : led]):
        return None
    first = led + 2
    while first < min(led + _TO_RANK, len(items) - 1) and items[first].code in "taqxA" and not is_verb_like(items[first]):
        first += 1  # "headed by the parliamentarian X"
    leader = items[first]
    if clause.is_code(items, first + 1, "s"):
        return None  # "led by President X's adviser"
    named = leader.code in "PR" or (leader.code == "n" and " " in leader.text)
    return leader if named and leader.who else None


def named_behind(items: list[Item], start: int) -> int | None:
    """Where the name stands behind the words of what an office is of: between commas, or right behind ("of the senate X")."""
    end = min(start + _TO_NAME - 3, len(items))
    at = next((i for i in range(start, end) if items[i].code not in "tANECox" or is_verb_like(items[i])), end)
    at += at < end and items[at].code == "n" and clause.is_code(items, at + 1, ",") and clause.is_code(items, at + 2, "P")
    at += at < len(items) and items[at].code == "," and _is_aside(items, at + 1)
    named = start < at < len(items) and (items[at].code == "P" or (items[at].code == "n" and " " in items[at].text))
    named = named and not (items[at].code == "n" and items[at - 1].code == "t")  # "of the Jatiya Sangsad" names no person
    return at if named and items[at].who else None


def takes_more(items: list[Item], at: int) -> bool:
    """Whether an office goes on with what it is of or for ("envoy to the negotiations")."""
    return clause.is_code(items, at, "o") or (clause.is_code(items, at, "p") and items[at].low in _TO_FOR)


def _is_aside(items: list[Item], at: int) -> bool:
    """Whether a name stands between commas, or has a form of address and ends a member of a list."""
    titled = items[at].code == "P" and items[at].value.titled if at < len(items) else False
    return clause.is_code(items, at + 1, ",.;&" if titled else ",.")


def is_lower_office(who: Entity) -> bool:
    """Whether somebody without a name is known by country and an office that is none of the first."""
    nameless = who.kind == "person" and not who.name and who.country is not None
    return nameless and who.rank in ("other", "envoy", None)


def introduced(line: Line) -> Entity | None:
    """Whom a sentence begins with by name and a lower office of his own, unless he only says something."""
    first, *behind = line.items[:2]
    if first.code != "P" or not first.value.role or not first.who or line.in_title or first.who[0].rank not in ("other", "envoy"):
        return None
    return None if behind and is_saying(behind[0]) else first.who[0]


def share_hosts(line: Line, codes: str) -> None:
    """An office without a country in a list of three or more is of the country that all others are of."""
    at = 0
    while codes.count("P", at) > 2 and (at := codes.find("P", at)) >= 0:
        members = [line.items[i].who[0] for i in clause.group_right(line.items, at) if line.items[i].code == "P"]
        at += 1
        states = {e.country for e in members if e.country and not e.supposed}
        if len(members) > 2 and len(states) == 1:
            for e in (e for e in members if e.rank == "other" and e.id is None and (e.supposed or e.country is None)):
                e.country = next(iter(states))


def is_spelt_alike(known: Entity, other: Entity) -> bool:
    """Whether two names have the same surname and nearly the same given name."""
    ours, theirs = fold(known.name or "").split(), fold(other.name or "").split()
    return len(ours) > 1 < len(theirs) and ours[-1] == theirs[-1] and spelt_alike(known.name or "", theirs[0])


def listed_before(items: list[Item], at: int) -> Entity | None:
    """The nearest of those joined to somebody by "and" and commas before it who is in an office of a state."""
    joined = False
    while at > 1 and items[at - 1].code in "&,":
        joined = joined or items[at - 1].code == "&"
        at -= 2 + (items[at - 1].code == "&" and items[at - 2].code == ",")
        if at < 0 or items[at].code not in "PR" or not items[at].who:
            break
        if joined and items[at].who[0].rank and items[at].who[0].country:
            return items[at].who[0]
    return None


def acting_together(line: Line) -> tuple[Entity, ...]:
    """Three or more listed as the subject with which a sentence begins ("A, B and C announced that …")."""
    items = line.items
    at = next((n for n, x in enumerate(items[:3]) if x.who), None)
    members = clause.group_right(items, at) if at is not None and clause.is_agent(items[at]) else []
    acts = (
        len(members) > 2
        and members[-1] + 1 < len(items)
        and (items[members[-1] + 1].code in "mbhdD," or is_verb_like(items[members[-1] + 1]))
    )
    return tuple(e for n in members for e in items[n].who) if acts else ()


def is_byline(line: Line) -> bool:
    """Whether a line is nothing but the name of somebody of whom no office is known, who wrote it and is not spoken of."""
    alone = line.sentence.zone == "heading" and len(line.items) == 1 and line.items[0].code == "P"
    return alone and not any(e.id or e.role or e.rank for e in line.items[0].who)


def crowd(line: Line) -> tuple[Entity, ...]:
    """The delegation or leaders of a body who act in a sentence, for "they" in the next."""
    for at, item in enumerate(line.items):
        if item.code in "RG" and item.who and item.who[0].kind == "organisation" and leads_verb(line.items, at):
            return item.who[:1]
    return ()


def not_meant(items: list[Item], at: int) -> Entity | None:
    """Whom a pronoun is not: "him" the last one named before it in its clause, "he" in "X, whom he met" the one before."""
    if at > 1 and items[at - 1].low in _WHOM:
        before = items[at - 2] if items[at - 2].code not in ",p" or at == 2 else items[at - 3]
        return before.who[0] if before.who else None
    return _nearest(items, at) if items[at].low in _HIM else None


def _nearest(items: list[Item], at: int) -> Entity | None:
    """The last person named before an item in its clause."""
    for i in range(at - 1, -1, -1):
        if items[i].code in "wk" or items[i].low in _THAT:
            return None
        if items[i].code in "PR" and items[i].who and items[i + 1].low not in _NAMED_FOR:
            return items[i].who[0]
    return None


def leads_verb(items: list[Item], at: int) -> bool:
    """Whether a verb stands right behind the phrase, so that it is the subject of its clause."""
    behind = items[at + 1] if at + 1 < len(items) else None
    return behind is not None and (behind.code in "mbhd" or is_verb_like(behind))


def is_definite(line: Line, at: int) -> bool:
    """Whether "leaders" are some that the text has spoken of: "the two leaders", "both leaders"."""
    while at and line.items[at - 1].code == "Z":
        at -= 1  # "the two West European leaders"
    before = [x.low for x in line.items[max(0, at - 2) : at]]
    vague = not _DOZENS.isdisjoint(before[-1:])  # "two dozen African leaders"
    return (not _TOGETHER.isdisjoint(before) and not vague) or not _THE.isdisjoint(before[-1:])


def of_region(line: Line, at: int) -> tuple[Entity, ...]:
    """People of a part of the world ("European leaders"): by the words alone, since no table says who they are."""
    first = at
    while first and (line.items[first - 1].code == "Z" or (line.items[first - 1].code == "n" and first == at)):
        first -= 1
    if not any(x.code == "Z" for x in line.items[first:at]):
        return ()
    return (Entity("group", role=line.words(line.items[first], line.items[at]), plural=True),)


def of_others(line: Line, at: int) -> tuple[Entity, ...] | None:
    """People of states that the words behind only count or place ("the leaders of the five Nordic countries").

    ``None`` where these can be the states of those told before ("the leaders of both countries", "the two leaders"); nobody
    where they are no states ("the leaders of the four parties").
    """
    items = line.items
    if not (clause.is_code(items, at + 1, "o") and clause.is_code(items, at + 2, "txaZ")):
        return None
    last = at + 2
    while clause.is_code(items, last + 1, "xaZ") and last < at + 6 and not is_verb_like(items[last + 1]):
        last += 1
    words = [word for x in items[at + 2 : last + 1] for word in x.low.split()]
    if not any(x.code == "Z" for x in items[at + 2 : last + 1]):
        of_states = not _STATES.isdisjoint(words)
        if not of_states or len(words) < 3 or not _ONES_TOLD.isdisjoint(words):
            return None if of_states else ()
    return (Entity("group", role=without_article(line.words(items[at], items[last])), plural=True),)


def people_of_sides(items: list[Item], at: int, staff: frozenset[str]) -> None:
    """Let "officials from both sides" be people of each, who act rather than the states; at ``at`` stands "both sides"."""
    if at < 2 or items[at - 1].low not in _OF_FROM or items[at - 2].code not in "xG":
        return
    people, sides = items[at - 2], items[at]
    if people.low.rsplit(" ", 1)[-1] not in staff or people.who:
        return
    people.who = tuple(Entity("group", role=people.text, country=side.country, plural=True) for side in sides.who)
    people.code, people.value, sides.code = "G", Mention(role=people.low, rank="staff"), "x"


def look_ahead(items: list[Item]) -> None:
    """A pronoun of the opening phrase is the subject behind its comma ("During his visit, Putin …")."""
    if not items or not (items[0].code in "kp" or items[0].low in _PRIOR):
        return
    comma = next(
        (i for i, item in enumerate(items[:12]) if item.code == "," and i + 1 < len(items) and items[i + 1].code in "PR"), None
    )
    if comma is None or any(_begins_clause(items, i) for i in range(1, comma)):
        return  # the pronoun is a subject itself ("In Oslo, she met her counterpart, X", "On his visit he will meet X, Y and Z")
    both = _coordinated(items, comma + 1) or _one_to_other(items, comma + 1)
    for item in items[:comma]:
        if item.low in _OF_SEVERAL and both:
            item.who = both
        elif item.code in "OH" and items[comma + 1].who and item.low not in _TELLERS:
            item.who = items[comma + 1].who[:1]


def look_ahead_within(line: Line) -> None:
    """The same where somebody says so ("a cable tells that during their meeting, X asked her French counterpart Y …")."""
    that = next((i for i, x in enumerate(line.items) if x.low in _THAT), None)
    if that is not None and not _OF_SEVERAL.isdisjoint(line.lows):
        look_ahead(line.items[that + 1 :])


def _one_to_other(items: list[Item], at: int) -> tuple[Entity, ...]:
    """The one named at an index and the other of another state to whom he does something ("X asked her counterpart Y")."""
    verb = at + 1 < len(items) and is_verb_like(items[at + 1])
    told = next((x for x in items[at + 2 : at + _TO_OTHER] if x.code not in "HtAx"), None) if verb else None
    if told is None or told.code not in "PR" or not (told.who and items[at].who):
        return ()
    one, other = items[at].who[0], told.who[0]
    return (one, other) if one.country != other.country else ()


def _begins_clause(items: list[Item], at: int) -> bool:
    """Whether a pronoun is the subject of the sentence behind an opening phrase, not of a clause that a conjunction opens."""
    return items[at].code == "O" and items[at - 1].code not in "kw" and (items[at - 1].code == "," or leads_verb(items, at))


def thanked(items: list[Item], at: int) -> tuple[Entity, ...]:
    """Whose visit it is that somebody is thanked or praised for ("thanked X for his visit")."""
    whose = at > 2 and items[at].code == "H" and items[at].low not in _TELLERS and items[at - 1].low in _FOR_ON
    thanked = whose and items[at - 2].code in "PR" and items[at - 3].low in _THANKING
    return items[at - 2].who[:1] if thanked else ()


def _coordinated(items: list[Item], at: int) -> tuple[Entity, ...]:
    """The two people named from an index on ("During their meeting, X and Y …")."""
    two = items[at : at + 3]
    return two[0].who[:1] + two[2].who[:1] if [i.code for i in two if i.code in "PR&"][1:2] == ["&"] and len(two) == 3 else ()


def governed(items: list[Item], at: int) -> bool:
    """Whether a preposition stands right before the phrase, or what it owns or names behind it, so that it is no subject."""
    modifies = at + 1 < len(items) and (items[at + 1].code == "s" or items[at + 1].low in _NAMED_FOR)
    return modifies or (at > 0 and items[at - 1].code in "op")


def _speaks_for(entity: Entity) -> bool:
    """Whether somebody only speaks for others, and is none of "the two leaders"."""
    role = (entity.role or "").casefold()
    return entity.rank == "spokesperson" or any(word in role for word in _SPEAKING)


def last_pair(named: list[Entity]) -> tuple[Entity, ...]:
    """The last two of those named; whom a pronoun took up again before the last one is the other of the two."""
    acting = [e for e in named if not _speaks_for(e)]
    last = acting[-1:]
    other = next((e for e in reversed(acting) if e.key() != last[0].key()), None)
    if other is None:
        return ()
    first = next(e.key() for e in acting if e.key() in (other.key(), last[0].key()))
    return (other, *last) if first == other.key() else (*last, other)
