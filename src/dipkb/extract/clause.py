"""Where the arguments of a trigger stand: subject, object, "with …", "between …", possessor, and the clause they share.

No parser: a handful of searches over the items of one sentence, which all event types share. Each takes the items and the index
of the trigger, and gives back the indices of the items found, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Sequence

from dipkb.extract.document import AGENTS, Item
from dipkb.extract.lexicon import read_frames

_WORDS = read_frames("words")
_IRREGULAR, _SKIPPED = frozenset(_WORDS["verbs"]), frozenset(_WORDS["adverbs"])
_SAYING = frozenset(_WORDS["saying"])
_ADJECTIVES = frozenset(_WORDS["modifiers"])
_TIME_ADVERBS = frozenset({"already", "now", "currently", "still", "back", "here", "home", "safely"})
_PLACE_NOUNS = frozenset({"capital", "city", "town", "port", "resort", "capitals", "border", "soil", "side"})
_SUPERLATIVES = frozenset({"first", "second", "only", "latest", "most", "highest", "highest-ranking", "highest-level"})
_BECOMING = frozenset({"became", "become", "becomes", "becoming"})
_FIRSTS = ("the first", "first", "the only", "the second", "the latest", "the highest", "the most")
AGENT_CODES = "PRGCNMOL"  # what can take part
_GOING = frozenset(_WORDS["travel_verbs"]) | {"go", "come"}
_CONTROLLING = frozenset(_WORDS["controlling_verbs"])
_SAYING_SO = frozenset({"saying", "adding", "announcing", "confirming", "reporting", "stating", "noting", "hoping"})
_CROWDS = frozenset({"group", "number", "dozens", "couple", "trio", "pair", "handful", "contingent", "host"})
_GATHERINGS = frozenset({"summit", "conference", "forum", "meeting", "assembly", "session", "talks", "ministerial"})
SHORT = 6  # words in quotation marks that are part of the sentence around them
_OCCASIONS_TO = frozenset(_WORDS["occasions_to"])
_NO_THINGS = frozenset(_WORDS["no_things"])
NEAR = 14  # items; beyond that a preposition belongs to something else


def is_capital(items: Sequence[Item], i: int) -> bool:
    """Whether a demonym names a place ("the Kyrgyz capital", "the Turkish resort of …")."""
    return items[i].code == "A" and i + 1 < len(items) and items[i + 1].low in _PLACE_NOUNS


def is_agent(item: Item) -> bool:
    """Whether an item can act: a person, office, group, country, organisation, or a capital that stands for its government."""
    return bool(item.who) and (item.code in AGENTS or item.code == "L")


def is_verb_like(item: Item) -> bool:
    """Whether a word looks like a verb that takes what follows as its object."""
    low = item.low
    if low in _ADJECTIVES:
        return False
    return item.code == "x" and (low in _IRREGULAR or (len(low) > 4 and (low.endswith("ed") or low.endswith("ing"))))


_JOINERS = (("as", "well", "as"), ("along", "with"), ("together", "with"))


def joiner(items: list[Item], at: int) -> int:
    """How many items at ``at`` join two parties as "and" does: "as well as", "along with"; 0 where they don't."""
    if at < len(items) and items[at].low in ("as", "along", "together"):
        for words in _JOINERS:
            if tuple(x.low for x in items[at : at + len(words)]) == words:
                return len(words)
    return 0


def group_left(items: list[Item], at: int) -> tuple[list[int], int]:
    """The coordination that ends at an agent: its members and the index it starts at ("A, B and C")."""
    members, start, joined = [at], at, False
    while start >= 2:
        back = start - 1
        while back > 1 and ((items[back].code in "tZA" and items[back].low != items[start].low) or items[back].low == "other"):
            back -= 1  # "A and other African leaders"
        connector = items[back].code
        if connector == "&" and items[back - 1].code == ",":
            back -= 1
        left = back - 4 if back > 3 and items[back - 1].code == ")" and items[back - 3].code == "(" else back - 1
        if (
            connector not in "&,"
            or not is_agent(items[left])
            or (items[left].code == "O" and items[left].low not in ("he", "she"))
        ):
            break
        joined = joined or connector == "&"
        members.insert(0, left)
        start = left
    return (members, start) if joined else ([at], at)


def group_right(items: list[Item], at: int) -> list[int]:
    """The coordination that starts at an agent."""
    members, end, linked = [at], at, False
    while end + 2 < len(items):
        step = end + 1
        if step + 3 < len(items) and items[step].code == "(" and items[step + 2].code == ")":
            step += 3
        if items[step].code == "," and (items[step + 1].code == "&" or joiner(items, step + 1)):
            step += 1
        if items[step].code not in "&," and not joiner(items, step):
            break
        linked = linked or items[step].code == "&" or joiner(items, step) > 0
        step += joiner(items, step) or 1
        while step < len(items) and items[step].code in "ta":
            step += 1
        if step >= len(items) or not is_agent(items[step]):
            break
        members.append(step)
        end = step
    tail = items[members[-1] + 1 : members[-1] + 3]
    joined = linked or any(x.code == "&" for x in tail) or len(members) > 2
    return members if joined else members[:1]


def subject(items: list[Item], at: int) -> list[int]:
    """Who does what the trigger says: the nearest agent to the left that is no object and stands behind no preposition.

    Behind "who" it is the antecedent; where the clause has none of its own ("after meeting Xi, …"), the sentence's first subject.
    """
    i = _before_aside(items, at)
    while i >= 0:
        item = items[i]
        if _names_another(items, i, at):
            return []
        if item.code == "w":
            j = i - 2 if i > 1 and items[i - 1].code == "," else i - 1
            return group_left(items, j)[0] if j >= 0 and is_agent(items[j]) else []
        if (item.code == '"' and not in_short_quote(items, i, at)) or item.low in (";", "—", "–"):
            break
        if item.code == ")" and i > 2 and items[i - 2].code == "(":
            i -= 3  # "a delegation of the Economic Community (ECOWAS) has arrived"
            continue
        if is_agent(item) and not (items[i + 1].code == "s" or _names_a_gathering(items, i)):
            members, start = group_left(items, i)
            before = items[start - 1] if start else None
            if before is not None and before.low == "by" and start > 1 and items[start - 2].low in ("led", "headed"):
                return members  # "a delegation led by X"
            if before is not None and before.low == "of" and start > 1 and items[start - 2].low in _CROWDS:
                return members  # "a group of lawmakers"
            if before is not None and _hands_over(items, before, members[-1] + 1, at):
                return members  # "the need for X to return", "asked X not to go"
            if items[at - 1].low == "to" and (verb := _said_to_be(items, i, start)) is not None:
                return subject(items, verb) or members  # "X is the first American diplomat to visit Y"
            if before is not None and before.low in _SAYING and start > 1 and items[start - 2].code in "\",'":
                return members  # "…," said X after talks with Y
            if before is None or not (before.code in "opH" or is_verb_like(before)) or _opens_clause(items, before, i, at):
                return members
            i = start
        i -= 1
    return _main_subject(items, at)


def _said_to_be(items: list[Item], i: int, start: int) -> int | None:
    """The verb that says an agent to be the first or the highest of its kind, before the phrase that begins at ``start``."""
    verb = start - 1
    while verb >= 0 and (items[verb].code == "t" or items[verb].low in _SUPERLATIVES):
        verb -= 1
    first = items[i].low.startswith(_FIRSTS) or verb < start - 1
    return verb if first and verb >= 0 and (items[verb].code == "b" or items[verb].low in _BECOMING) else None


def has_thing_before(items: list[Item], at: int) -> bool:
    """Whether a noun that is no agent stands right before the verb, so that it is its subject ("said tanks would arrive")."""
    i = at - 1
    while i >= 0 and (items[i].code in "mbh!D" or items[i].low in _SKIPPED or items[i].low in _TIME_ADVERBS):
        i -= 1
    if i < 1 or items[i].code != "x":
        return False
    noun = items[i].low
    return (
        noun.isalpha()
        and noun.islower()
        and len(noun) > 3
        and noun not in _NO_THINGS
        and not noun.endswith("ly")
        and not is_verb_like(items[i])
    )


def _before_aside(items: list[Item], at: int) -> int:
    """Where the search for a subject begins: before ", including …," that stands between it and its verb."""
    i = at - 1
    while i > 0 and (items[i].code in "mbh!" or items[i].low in _SKIPPED):
        i -= 1
    if items[i].code != ",":
        return at - 1
    for j in range(i - 1, max(0, i - 30), -1):
        if items[j].code in 'mw".;':
            break
        if items[j].low == "including" and items[j - 1].code == ",":
            return j - 2
    return at - 1


def _names_another(items: list[Item], i: int, at: int) -> bool:
    """Whether a clause has a subject that is no agent: "said that the tanks will arrive", "the need for the troops to leave"."""
    if items[i].low not in ("that", "for"):
        return False
    between = items[i + 1 : at]
    if any(is_agent(x) or x.code in 'wOH",' or x.low in _OCCASIONS_TO for x in between):
        return False
    ends = between[-1:] and (between[-1].low == "to" if items[i].low == "for" else between[-1].code in "mbh")
    return bool(ends) and any(x.code == "x" and not is_verb_like(x) and x.low not in _SKIPPED for x in between)


def _hands_over(items: list[Item], before: Item, i: int, at: int) -> bool:
    """Whether an infinitive behind an object is the object's own act; one goes alone but meets the one who asks."""
    goes = items[at - 1].low == "to" and items[at].low in _GOING
    if before.low != "for" and not (goes and before.low in _CONTROLLING):
        return False
    i += 1 if i < len(items) and items[i].code == "!" else 0
    return i < len(items) and items[i].low == "to"


def _names_a_gathering(items: list[Item], i: int) -> bool:
    """Whether a body or state only says whose gathering it is ("the NATO summit")."""
    return items[i].code in "NC" and items[i + 1].low in _GATHERINGS


def in_short_quote(items: list[Item], i: int, at: int) -> bool:
    """Whether a mark at ``i`` is one of two around a few words with the trigger among them: had a "frank exchange" with."""
    low, high = (i, at + SHORT) if i < at else (at - SHORT, i)
    other = items[at + 1 : high + 1] if i < at else items[max(0, low) : at]
    return abs(i - at) <= SHORT and any(x.code == '"' for x in other)


def _opens_clause(items: list[Item], before: Item, i: int, at: int) -> bool:
    """Whether an agent behind a verb of speech has its own verb ("Kirby said Biden will meet …")."""
    following = items[i + 1] if i + 1 < len(items) else None
    if before.low.endswith("ing") and before.low not in _SAYING_SO:
        return False
    return (
        following is not None
        and before.code == "x"
        and (
            following.code in "mbhd"
            or i + 1 == at
            or (following.low == "to" and i + 2 == at and before.low in _SAYING)
            or is_verb_like(following)
            or following.low in _SKIPPED
        )
    )


def _main_subject(items: list[Item], at: int) -> list[int]:
    """The first agent behind the comma that closes the opening clause."""
    if not _opens_with_clause(items):
        return []
    for i in range(at + 1, len(items) - 1):
        if items[i].code == '"' or items[i].code == ".":
            return []
        if items[i].code == "," and is_agent(items[i + 1]):
            following = items[i + 2].code if i + 2 < len(items) else "."
            dated = [x.code for x in items[i + 2 : i + 4]] == ["p", "D"]
            if following in "xbhmd,&" or dated:
                return group_right(items, i + 1)
    return []


def _opens_with_clause(items: list[Item]) -> bool:
    """Whether a phrase or participle opens the sentence ("After talks with X, Y …"), so that its subject is still to come."""
    first = next((x for x in items if x.code not in "\"'(;"), None)
    return first is not None and (first.code in "kpDU" or first.low.endswith(("ing", "ed")) or first.low in _SKIPPED)


def is_passive(items: list[Item], at: int) -> bool:
    """Whether the verb at ``at`` is in the passive ("was welcomed by")."""
    if not items[at].low.endswith(("ed", "en", "met", "held", "signed")):
        return False
    i = at - 1
    while i >= 0 and (items[i].low in _SKIPPED or items[i].low.endswith("ly") or items[i].code == "!"):
        i -= 1
    return i >= 0 and items[i].code == "b"


def objects(items: list[Item], at: int, codes: str = AGENT_CODES) -> list[int]:
    """What directly follows the verb, over articles, adverbs and up to two plain words."""
    i, plain = _over_time(items, at) + 1, 0
    while i < len(items) and plain < 3:
        item = items[i]
        if item.code == "G" and i + 1 < len(items) and items[i + 1].code == "P":
            i += 1  # "the British and French premiers A and B"
            continue
        if item.low == "that":
            return []
        if "Z" in codes and is_capital(items, i):
            return [i]
        if item.code in codes and (is_agent(item) or item.code in "LZ"):
            if i + 1 < len(items) and items[i + 1].code == "s":
                return _named_of(items, i + 2) if codes == AGENT_CODES else []
            return group_right(items, i) if is_agent(item) else [i]
        if "Z" in codes and item.code in "nx" and item.text[:1].isupper() and (town := _unknown_town(items, i)):
            return [town]
        if item.code in "ta" or item.low in _SKIPPED:
            i += 1
            continue
        if item.code != "x" or is_verb_like(item):
            return []
        plain += 1
        i += 1
    return []


def _named_of(items: list[Item], at: int) -> list[int]:
    """Who is named behind a description by a possessor: "Iran's most powerful figure, Supreme Leader X"."""
    i = at
    while i < len(items) and i < at + 5 and items[i].code in "xa" and not is_verb_like(items[i]):
        i += 1
    named = at < i < len(items) - 1 and items[i].code == "," and items[i + 1].code == "P"
    return [i + 1] if named else []


def whom(items: list[Item], at: int) -> list[int]:
    """The object of a relative clause: "Noem, whom he hosted in May", "with whom he spoke"."""
    for i in range(at - 1, max(-1, at - 6), -1):
        if items[i].low == "whom":
            j = i - 1
            while j > 0 and (items[j].code in ",p"):
                j -= 1
            return group_left(items, j)[0] if j >= 0 and is_agent(items[j]) else []
        if items[i].code in '"k.;w':
            break
    return []


def _unknown_town(items: list[Item], i: int) -> int | None:
    """The country behind a name that no table knows ("at El-Alamein, Egypt")."""
    if i + 2 < len(items) and items[i + 1].code == "," and items[i + 2].code == "C":
        return None if i + 3 < len(items) and items[i + 3].code == "s" else i + 2
    return None


def behind(items: list[Item], at: int, prepositions: tuple[str, ...], codes: str = AGENT_CODES, reach: int = NEAR) -> list[int]:
    """What stands behind one of the prepositions, to the right of the trigger and in its clause."""
    if reach == 1:
        at = _over_time(items, at)
    for i in range(at + 1, min(len(items), at + 1 + reach)):
        item = items[i]
        if (
            item.code in ".w"
            or (item.code == '"' and not in_short_quote(items, i, at))
            or (item.code in "mbhd" and i > at + 1)
            or item.low in (";", "after", "before", "since", "following", "when", "while", "where")
        ):
            return []
        if item.code in "PRGO" and items[i - 1].code == "," and i + 1 < len(items) and is_verb_like(items[i + 1]):
            return []  # a clause of its own: "in the margins of the summit, X met with Y"
        if item.low in prepositions and (found := objects(items, i, codes)):
            return found
    return []


def _over_time(items: list[Item], at: int) -> int:
    """The last item behind a trigger that only tells when: "talks on Friday between", "met again with"."""
    while at + 1 < len(items):
        dated = items[at + 1].low == "on" and at + 2 < len(items) and items[at + 2].code == "D"
        if not dated and items[at + 1].code != "D" and items[at + 1].low not in _SKIPPED | _TIME_ADVERBS:
            break
        at += 2 if dated else 1
    return at


def named(items: list[Item], i: int) -> list[int]:
    """All parties listed from an index on, unknown names too: "Marinko Cavara and Alen Seranic", "X, Y and three firms of Z"."""
    found: list[int] = []
    while i < len(items):
        while i < len(items) and (items[i].code in "ta" or items[i].low in ("including", "namely", "both")):
            i += 1
        if (
            i >= len(items)
            or items[i].code not in "PRGCNn"
            or not items[i].who
            or (i + 1 < len(items) and items[i + 1].code == "s")
        ):
            break
        found.append(i)
        i += 1
        if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
            i += 3
        if i >= len(items) or items[i].code not in ",&":
            break
        i += 2 if items[i].code == "," and i + 1 < len(items) and items[i + 1].code == "&" else 1
    return found


def possessor(items: list[Item], at: int) -> list[int]:
    """Whose the noun is: "Xi's three-day state visit", "his trip"."""
    i = at - 2 if at > 2 and items[at - 1].code in "CLZ" and items[at - 2].code in "sx" else at - 1  # "his Algeria visit"
    while (
        i >= 0
        and at - i < 6
        and (items[i].code in "aUAD" or (items[i].code == "x" and (items[i].low.isalpha() or "-" in items[i].low)))
        and (not is_verb_like(items[i]) or _is_attribute(items, i))
    ):
        i -= 1
    if i < 0:
        return []
    if items[i].code == "H" or items[i].low == "her":
        return [i]
    if items[i].code == "s" and i and is_agent(items[i - 1]):
        return group_left(items, i - 1)[0]
    return [i] if is_agent(items[i]) and items[i].text.endswith(("’", "'")) else []


def phrase_start(items: Sequence[Item], at: int) -> int:
    """The index of the word that governs a noun phrase, over its articles, owners and adjectives; -1 at the start of the line."""
    i = at - 1
    while i >= 0 and at - i < 7 and (items[i].code in "taAHUDs" or (items[i].code in "xPRCN" and not is_verb_like(items[i]))):
        i -= 1
    return i


def governor(items: Sequence[Item], at: int) -> str | None:
    """The word that governs a noun phrase ("during" his recent talks)."""
    i = phrase_start(items, at)
    return items[i].low if i >= 0 else None


def apposed(items: list[Item], at: int) -> list[int]:
    """Whom a phrase between commas is said of ("Erdogan, now in Athens, said"): its verb stands behind the second comma."""
    i = at - 1
    while i > 0 and items[i].low in ("currently", "now", "still", "already", "also"):
        i -= 1
    if i < 1 or items[i].code != "," or items[i - 1].code not in "PR" or not items[i - 1].who:
        return []
    for j in range(at + 2, min(len(items), at + NEAR)):
        if items[j].code == ",":
            behind = items[j + 1] if j + 1 < len(items) else None
            return [i - 1] if behind and (behind.code in "mbhdx") else []
        if items[j].code in 'w".;' or is_verb_like(items[j]):
            break
    return []


_ATTENDING = frozenset(_WORDS["attending"])


def guest(items: list[Item], at: int) -> list[int]:
    """Who was at the gathering that a participle behind it tells more of ("X attended a dinner, hosted by Y")."""
    for i in range(at - 1, max(-1, at - 12), -1):
        if items[i].low in _ATTENDING or items[i].code == "b":
            return subject(items, i) if items[i].code != "b" else []
        if items[i].code in 'kw".;':
            break
    return []


def next_place(items: list[Item], at: int) -> list[int]:
    """The place right behind a preposition, unless it owns something ("in Israel's view")."""
    return [i for i in objects(items, at, "CLZ") if i == at + 1]


def _is_attribute(items: list[Item], i: int) -> bool:
    """Whether a participle describes the noun behind it ("Xi's long-planned working visit")."""
    before = items[i - 1] if i else None
    return items[i].low == "working" or (
        before is not None and (before.code in "sHUDaA" or (before.low.endswith("ed") and is_verb_like(before)))
    )


def clause_start(items: list[Item], at: int) -> int:
    """Where the clause of the trigger begins: behind the last quote, clause mark, subordinator or relative to its left."""
    for i in range(at - 1, -1, -1):
        if (
            items[i].code == "w"
            or (items[i].code == '"' and not in_short_quote(items, i, at))
            or (items[i].code == ";" and items[i].low in (";", ":", "—", "–"))
            or (items[i].code == "k" and items[i].low not in ("so", "as") and items[i + 1].code != "D")
        ):
            return _behind_opening(items, i, at)
    return 0


def _behind_opening(items: list[Item], start: int, at: int) -> int:
    """Where the main clause begins behind an opening one ("While the summit was cancelled, Babis …"); a condition holds on."""
    if start > 1 or items[start].code != "k" or items[start].low in ("if", "unless", "whether"):
        return start
    for i in range(start + 1, at - 1):
        if items[i].code == "," and is_agent(items[i + 1]) and (items[i + 2].code in "mbhd" or is_verb_like(items[i + 2])):
            return i
    return start
