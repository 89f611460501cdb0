"""Who does what the trigger says: the subject of its clause, found to its left or behind the comma of an opening clause."""

from __future__ import annotations

from dipkb.extract.clause.bounds import fragment_start, in_short_quote
from dipkb.extract.clause.coordination import group_left, group_right
from dipkb.extract.clause.words import SKIPPED, TIME_ADVERBS, before_description, is_agent, is_code, is_verb_like
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, endings, forms, listed, texts

_BY, _FOR, _NOT, _OF, _THE = each("by", "for", "not", "of", "the")
_TO, _WHO, _WITH = each("to", "who", "with")
_ADVERB = endings("adverb")
_ALONG_TOGETHER = forms("along", "together")
_GERUND = endings("gerund")
_GERUND_PAST = endings("gerund", "past")
_LED_BY = listed("events", "led_by")
_THAT_FOR = forms("that", "for")

_WORDS = read_frames("words")
_SAYING = frozenset(_WORDS["saying"])
_SUPERLATIVES = frozenset(_WORDS["superlatives"])
_BECOMING = frozenset(_WORDS["becoming"])
_FIRSTS, _FIRST_OR_LAST = texts("events", "first_ones"), listed("events", "first_or_last")
_GOING = frozenset(_WORDS["travel_verbs"]) | forms("go", "come") | listed("events", "attending")
_CONTROLLING = frozenset(_WORDS["controlling_verbs"])
_ENCOUNTERING = listed("events", "encountering")
_SAYING_SO = frozenset(_WORDS["saying_so"])
_CROWDS = frozenset(_WORDS["crowds"])
_GATHERINGS = frozenset(_WORDS["gatherings"])
_OCCASIONS_TO = frozenset(_WORDS["occasions_to"])
_OWN_ACTS = frozenset(_WORDS["own_acts"])
_ASIDES = listed("events", "in_company")
_DUE = frozenset(_WORDS["due"]) | forms("to")
_ALSO_A = forms("also", "a")
_SPOUSES = listed("events", "spouses")
_OPENING = 3  # items of a phrase that opens a sentence
_NEAR_FIRST = 7  # items between who is first and what is done
_NO_THINGS = frozenset(_WORDS["no_things"])


def subject(items: list[Item], at: int) -> list[int]:
    """Who does what the trigger says: the nearest agent to the left that is no object and stands behind no preposition.

    Behind "who" it is the antecedent; where the clause has none of its own ("after meeting Xi, …"), the sentence's first subject.
    """
    if owners := _whose_act(items, at) or _named_behind(items, at):
        return owners
    i = _before_aside(items, at)
    while i >= 0:
        item = items[i]
        if _names_another(items, i, at):
            return []
        if item.code == "w":
            j = i - 2 if i > 1 and items[i - 1].code == "," else i - 1
            return group_left(items, j)[0] if j >= 0 and is_agent(items[j]) else []
        if item.code == '"' and (start_mark := fragment_start(items, i)) is not None:
            i = start_mark - 1
            continue
        if (item.code == '"' and not in_short_quote(items, i, at)) or item.low in (";", "—", "–"):
            break
        if item.code == ")" and i > 2 and items[i - 2].code == "(":
            i -= 3  # "a delegation of the Economic Community (ECOWAS) has arrived"
            continue
        if item.code == "L" and items[at - 1].low in _TO and items[at - 2].code != "b":
            i -= 1
            continue  # "flew to Cairo and then Doha to meet X": no capital goes there
        if item.code == "C" and i > 2 and items[i - 1].code == "," and items[i - 2].code == "L":
            i -= 2  # "attend the summit in Lima, Peru or travel to"
            continue
        if is_agent(item) and not (items[i + 1].code == "s" or items[i + 1].low == "-" or _names_a_gathering(items, i)):
            members, start = group_left(items, i)
            start = before_description(items, start)
            if start and items[start].code == "P" and items[start - 1].code == "R":
                start -= 1  # "her Polish counterpart X"
            before = items[start - 1] if start else None
            if start > 1 and items[start].code == "C" and items[start - 1].low in _THE and items[start - 2].code in "po":
                before = items[start - 2]  # "met leaders in the Netherlands"
            if before is not None and before.low in _BY and start > 1 and items[start - 2].low in _LED_BY:
                return members  # "a delegation led by X"
            if before is not None and before.low in _WITH and (leading := _joined_before(items, start)):
                return [*leading, *members]  # "he, along with X and Y, gathered"
            if before is not None and before.low in _OF and start > 1 and items[start - 2].low in _CROWDS:
                return members  # "a group of lawmakers"
            if before is not None and _hands_over(items, before, members[-1] + 1, at):
                return members  # "the need for X to return", "asked X not to go"
            if items[at - 1].low in _TO and (verb := _said_to_be(items, i, start)) is not None:
                return subject(items, verb) or members  # "X is the first American diplomat to visit Y"
            if before is not None and before.low in _SAYING and start > 1 and items[start - 2].code in "\",'":
                return members  # "…," said X after talks with Y
            bound = before is not None and (before.code in "opH" or is_verb_like(before)) and not is_absolute(items, start, i)
            if before is None or not bound or _opens_clause(items, before, i, at):
                return members
            if len(members) > 2 and _opens_aside(items, members, start):
                return members[1:]  # "according to the diplomat, X and Y plan to"
            i = start
        i -= 1
    return _main_subject(items, at)


def _named_behind(items: list[Item], at: int) -> list[int]:
    """Who the first or last to do it is said to be behind what is done ("the last premier to visit Peru was X")."""
    if at < 3 or items[at - 1].low not in _TO or not any(x.low in _FIRST_OR_LAST for x in items[max(0, at - _NEAR_FIRST) : at]):
        return []
    verb = next((i for i in range(at + 1, min(len(items) - 1, at + _NEAR_FIRST)) if items[i].code not in "tCLNZAx&"), at)
    return [verb + 1] if items[verb].code == "b" and items[verb + 1].code == "P" else []


def is_absolute(items: list[Item], start: int, last: int) -> bool:
    """Whether a phrase is the subject of its own participle ("ties are close, with Xi visiting Oslo in May")."""
    opens = start == 1 or (start > 1 and items[start - 2].code == ",")
    return opens and items[start - 1].low in _WITH and last + 1 < len(items) and items[last + 1].low.endswith(_GERUND)


def _opens_aside(items: list[Item], members: list[int], start: int) -> bool:
    """Whether the first of a list only stands in a phrase that opens the sentence, which a comma closes."""
    return start <= _OPENING and items[start - 1].code == "p" and items[members[0] + 1].code == ","


def _joined_before(items: list[Item], start: int) -> list[int]:
    """Who stands before "along with" or "together with" that leads to the agents from ``start`` on."""
    i = start - 3
    if i < 1 or items[start - 2].low not in _ALONG_TOGETHER:
        return []
    i -= items[i].code == ","
    return group_left(items, i)[0] if i >= 0 and is_agent(items[i]) else []


def _whose_act(items: list[Item], at: int) -> list[int]:
    """Whose decision or plan the infinitive is: "Modi's sudden decision to meet Putin", "his refusal to visit Oslo"."""
    noun = at - 3 if at > 3 and items[at - 2].low in _NOT else at - 2
    if noun < 1 or items[at - 1].low not in _TO or items[noun].low not in _OWN_ACTS:
        return []
    i = noun - 1
    while i > 0 and items[i].code in "xa" and not is_verb_like(items[i]):
        i -= 1
    if items[i].code == "H":
        return [i]
    return group_left(items, i - 1)[0] if items[i].code == "s" and i and is_agent(items[i - 1]) else []


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
    while i >= 0 and (items[i].code in "mbh!D" or items[i].low in SKIPPED or items[i].low in TIME_ADVERBS):
        i -= 1
    if i < 1 or items[i].code != "x":
        return i > 0 and items[i].code == "G" and not items[i].who
    noun = items[i].low
    if noun in _SPOUSES and items[i - 1].code == "H" and items[i - 2].code == "&":
        return False  # "President X and his wife received"
    return (
        noun.isalpha()
        and noun.islower()
        and len(noun) > 3
        and noun not in _NO_THINGS
        and not noun.endswith(_ADVERB)
        and not is_verb_like(items[i])
    )


def _before_aside(items: list[Item], at: int) -> int:
    """Where the search for a subject begins: before ", including …," or ", heading a team …," between it and its verb."""
    i = at - 1
    while i > 0 and (items[i].code in "mbh!" or items[i].low in SKIPPED or items[i].low in _DUE):
        i -= 1
    if items[i].code != ",":
        return at - 1
    told = False
    for j in range(i - 1, max(1, i - 30), -1):
        if items[j].code in '".;':
            break
        if items[j].code == "w" and items[j].low in _WHO:
            return j - 2 if items[j - 1].code == "," and is_agent(items[j - 2]) else at - 1
        told = told or items[j].code in "mb"
        if not told and items[j].low in _ASIDES and items[j - 1].code == ",":
            return j - 2
    return 0 if _is_introduced(items, i) else at - 1


def _is_introduced(items: list[Item], comma: int) -> bool:
    """Whether a name begins the sentence, and all up to the comma before its verb says who that is ("X, also a member of …,").

    "Delegates of A and B, Member States of the Union,": what describes several is written as a name.
    """
    inside = items[2:comma]
    begins = bool(inside) and items[0].code in "PGR" and items[1].code == ","
    described = begins and (items[2].low in _ALSO_A or (items[2].code == "x" and items[2].text[:1].isupper()))
    return described and not any(x.code in 'mbhdwk".;' or is_verb_like(x) for x in inside)


def _names_another(items: list[Item], i: int, at: int) -> bool:
    """Whether a clause has a subject that is no agent: "said that the tanks will arrive", "the need for the troops to leave"."""
    if items[i].low not in _THAT_FOR:
        return False
    between = items[i + 1 : at]
    if any(is_agent(x) or x.code in 'wOH",' or x.low in _OCCASIONS_TO for x in between):
        return False
    ends = between[-1:] and (between[-1].low in _TO if items[i].low in _FOR else between[-1].code in "mbh")
    return bool(ends) and any(x.code == "x" and not is_verb_like(x) and x.low not in SKIPPED for x in between)


def _hands_over(items: list[Item], before: Item, i: int, at: int) -> bool:
    """Whether an infinitive behind an object is the object's own act; one goes alone but meets the one who asks."""
    goes = items[at - 1].low in _TO and items[at].low in _GOING
    if before.low not in _FOR and not (goes and before.low in _CONTROLLING):
        return False
    i += 1 if i < len(items) and items[i].code == "!" else 0
    return i < len(items) and items[i].low in _TO


def _names_a_gathering(items: list[Item], i: int) -> bool:
    """Whether a body or state only says whose gathering it is ("the NATO summit"), or two states what is between them."""
    if items[i].code == "G" and "-" in items[i].text:  # "discussed the Ghana-Togo dispute"
        return is_code(items, i + 1, "x") and not is_verb_like(items[i + 1])
    if items[i].code not in "NC":
        return False
    at = i + (4 if items[i + 1].code == "(" and items[min(i + 3, len(items) - 1)].code == ")" else 1)
    while at < min(i + 7, len(items) - 1) and items[at].code == "x":
        if items[at].low in _GATHERINGS:
            return True
        if is_verb_like(items[at]):
            return False
        at += 1
    return False


def _opens_clause(items: list[Item], before: Item, i: int, at: int) -> bool:
    """Whether an agent behind a verb of speech has its own verb ("Kirby said Biden will meet …")."""
    following = items[i + 1] if i + 1 < len(items) else None
    if following is not None and following.code == '"' and i + 2 < at:
        following = items[i + 2]  # "said Mr Biden “looks forward” to meeting"
    if before.low.endswith(_GERUND) and before.low not in _SAYING_SO:
        return False
    return (
        following is not None
        and before.code == "x"
        and (
            following.code in "mbhd"
            or i + 1 == at
            or (following.low in _TO and i + 2 == at and before.low in _SAYING)
            or is_verb_like(following)
            or (following.low in SKIPPED and before.low not in _ENCOUNTERING)  # not "was to meet X separately"
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
    at = next((i for i, x in enumerate(items) if x.code not in "\"'(;"), len(items))
    if at + 2 < len(items) and items[at].code == "x" and items[at + 1].code == ",":
        at += 2  # "Meanwhile, talking to X, Y"
    first = items[at] if at < len(items) else None
    return first is not None and (first.code in "kpDU" or first.low.endswith(_GERUND_PAST) or first.low in SKIPPED)
