"""How near a date stands to a trigger: the date of a verb of speech, of another verb or of another clause is farther."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, endings, forms, listed

_AHEAD_OF, _TIMES = forms("ahead", "before", "prior"), forms("time", "times")
_AFTER, _AGAIN, _AS, _FROM, _IN, _LAST = each("after", "again", "as", "from", "in", "last")
_ON, _SINCE = each("on", "since")
_THERE, _TO, _WHERE, _WHOM = each("there", "to", "where", "whom")
_AFTER_BEFORE = forms("after", "before")
_AFTER_FOLLOWING = forms("after", "following")
_AS_WHILE = forms("as", "while")
_GERUND = endings("gerund")

_WORDS = read_frames("words")
_SAYING, _ORDINALS, _TRAVELLING = (frozenset(_WORDS[k]) for k in ("saying", "ordinals", "travel_verbs"))
_STAYS = frozenset(read_frames("events")["stays"])
_DUE = frozenset(_WORDS["due"])
_DATED = frozenset(read_frames("events")["dated_events"])
_LINKS = forms("so", "as", "but", "however", "until")
_LEADS_TO, _OCCASIONS = forms("following", "after", "before", "since"), frozenset(_WORDS["occasions"])
_TO, _INVITING = forms("to"), listed("events", "inviting")
_DECIDING = listed("events", "deciding")
_PUBLISHING = listed("events", "publishing")
_CLAIMING = listed("events", "claiming")
_OF = forms("of")
_BESIDES = forms("during", "after", "following", "since")
_LATER = forms("later", "then", "subsequently", "afterwards", "next")
_AROUND = forms("before", "after", "since", "ahead", "prior", "following")
_DAYS = ("weekday", "day")
_PLACING = "ptCLc"  # codes of the words that can stand between a closed aside and a date: "in Oslo on"
_OTHER_CLAUSE = 12
_OTHERS = 40.0
_NEW_CLAUSE = 25.0
_OTHER_VERB = 10.0
_OPENING = 3  # items before a phrase that its sentence begins with
# What is said "amid a visit" or "after talks" on a day dates them too: what takes back the other clause's distance.
_SAID_THERE: dict[str, float] = read_frames("words")["said_there"]


def distance(items: list[Item], at: int, i: int, *, verb: bool) -> float:
    """How far the date at ``i`` is from the trigger at ``at``; beyond 30 it is another's."""
    if _counts(items, i):
        return 99.0
    if i < at and _tells_when(items, i):
        return float(_OPENING)
    low, high = min(i, at), max(i, at)
    between = items[low + 1 : high] if i < at else _without_asides(items[low + 1 : high])
    away = float(high - low)
    led = list(pairwise([*between, items[high]]))
    away += _OTHER_CLAUSE * sum(
        1 for x, y in led if x.code in 'w"' or (x.code == "k" and x.low not in _LINKS and not _is_limit(y))
    )
    away += _OTHERS * (i > at and any(_opens_clause(x, y) for x, y in led))
    away += 15 * sum(1 for x, y in led if x.low in _AROUND and not _tells_how(x, y) and not _is_limit(y))
    away -= 27 if i < at and any(x.low in _LEADS_TO and y.code == "w" for x, y in led) else 0  # "tomorrow, after which they met"
    away += 8 if items[i].text.isdigit() else 0
    if i > at and items[i - 1].low in _SINCE:
        return away + _OTHERS
    if i > at:
        return away + _behind(items, at, i, between, verb)
    return away + 3 + _ahead(items, at, i, between)


def _without_asides(between: list[Item]) -> list[Item]:
    """The words without relative clauses closed by a comma ("held talks with X, who will host it this year, on the 5th")."""
    for n, (x, y) in enumerate(pairwise(between)):
        end = next((m for m in range(n + 2, len(between)) if between[m].code == ","), None)
        if x.code == "," and y.code == "w" and end and all(z.code in _PLACING for z in between[end + 1 :]):
            return between[:n] + between[end + 1 :]
    return between


def _opens_clause(word: Item, item: Item) -> bool:
    """Whether "as" leads to what somebody else does ("the call came as X prepares to leave on Friday")."""
    return word.low in _AS and clause.is_agent(item)


def _is_past_by_then(items: list[Item], at: int, between: list[Item]) -> bool:
    """Whether the date is that of what came after the noun ("After stops in A and B, X arrived on Monday")."""
    after = clause.governor(items, at) in _AFTER_FOLLOWING
    return after and any(x.code == "," and y.code in "PRO" for x, y in pairwise(between))


def _lies_ahead(items: list[Item], at: int) -> bool:
    """Whether a modal or "to" before the trigger puts it into the future."""
    return any(x.code == "m" or x.low in _TO for x in items[max(0, at - 3) : at])


def _is_limit(item: Item) -> bool:
    """Whether "before" only leads to the end of a month or year in which something is to be ("before the end of the year")."""
    return item.code == "D" and item.value.kind in ("unit", "month", "year") and item.value.part in ("late", "rest")


def _tells_how(word: Item, item: Item) -> bool:
    """Whether "after" only leads to an hour or to what the same people did before ("after 5:00 p.m.", "after signing")."""
    return word.low in _AFTER and (item.text[0].isdigit() or (item.code == "x" and item.low.endswith(_GERUND)))


def _behind(items: list[Item], at: int, i: int, between: list[Item], verb: bool) -> float:
    """What sets a date to the right of the trigger off: a verb of speech it stands with, a new clause (a noun has one verb)."""
    if said_then(items, at, i) or (not verb and _comes_before(items, at, between)):
        return _OTHERS
    if items[i - 2 if items[i - 1].low in _ON else i - 1].low in _DATED:
        return _OTHERS  # "spoke with her to congratulate her on the election on 26 March"
    if any(x.low in _WHOM or (x.low == ";" and y.code in "OP") for x, y in pairwise(between)):
        return _OTHERS  # "will meet X, whom he hosted in May", "left Oslo; he meets X on Friday"
    if items[i - 1].low in _ON and items[i - 2].code == "&" and i + 1 < len(items) and clause.is_agent(items[i + 1]):
        return _OTHERS  # "will see X, and on Tuesday he goes to Oslo"
    coarse = items[i].value.kind in ("unit", "month", "year", "season", "window")
    if coarse and any(a.low in _LEADS_TO and any(b.low in _OCCASIONS for b in between[n + 1 :]) for n, a in enumerate(between)):
        return _OTHERS  # "discussed it following a meeting this week"
    if not verb and any(x.code in "sH" and y.low in _STAYS for x, y in pairwise(between)):
        return _OTHERS  # "his visit, after Singh's visit in May"
    if verb and any(x.low in _STAYS and _is_anothers(between, n) for n, x in enumerate(between)):
        return _OTHERS  # "went to Oslo to prepare the visit of X next week"
    if verb and any(x.low in _STAYS and clause.governor(items, at + 1 + n) in _BESIDES for n, x in enumerate(between)):
        return _OTHERS  # "was keen to visit the port during his recent trip to Oslo in April"
    if not verb and _is_past_by_then(items, at, between):
        return _OTHERS
    where = next((n for n, x in enumerate(between) if x.low in _WHERE), None)
    if where is not None and any(x.code == "m" or x.low in _DUE for x in between[where:]) and not _lies_ahead(items, at):
        return _OTHERS  # "arrived in Oslo, where he is to meet X on Thursday"
    if any(x.code == "&" and (y.low in _TRAVELLING or y.low in _AGAIN) for x, y in pairwise(between)) or _goes_on(between):
        return _OTHERS  # "ended his visit to Oslo and lands in Riga on Friday", "visited Oslo, and again in May"
    new = 0 if where is not None else sum(1 for x in between[1:] if x.code == "m") - (not verb)
    verbs = sum(1 for x in between[1:] if x.low in _TRAVELLING) or int(_is_past_aside(between))
    return _NEW_CLAUSE * max(0, new) + _OTHER_VERB * verbs


def _is_anothers(items: list[Item], n: int) -> bool:
    """Whether a stay is that of somebody named with it ("X's visit", "the visit of X")."""
    owned = n > 1 and items[n - 1].code == "s" and items[n - 2].code in "PR"
    behind = n + 2 < len(items) and items[n + 1].low in _OF and items[n + 2].code in "PR"
    return owned or behind


def _goes_on(between: list[Item]) -> bool:
    """Whether the words go on to the next stop ("is Oman and will proceed to Qatar on Monday")."""
    three = zip(between, between[1:], between[2:], strict=False)
    return any(x.code == "&" and y.code == "m" and z.low in _TRAVELLING for x, y, z in three)


def _is_past_aside(between: list[Item]) -> bool:
    """Whether the main verb stands between an aside closed by a comma and the date ("X, who came in May, met Y on Monday")."""
    return any(x.code == "," and clause.is_verb_like(y) and not y.low.endswith(_GERUND) for x, y in pairwise(between))


def _comes_before(items: list[Item], at: int, between: list[Item]) -> bool:
    """Whether the trigger stands in an opening phrase of what something else precedes ("Ahead of X's visit, Y left …")."""
    start = clause.phrase_start(items, at)
    opens = [x.low for x in items[max(0, start - 2) : start + 1]]
    before = not _AHEAD_OF.isdisjoint(opens) and start <= _OPENING
    return before and any(x.code == "," for x in between)


def _ahead(items: list[Item], at: int, i: int, between: list[Item]) -> float:
    """What sets a date to the left of the trigger off: something is said then, or it closes another verb's clause."""
    if i > clause.phrase_start(items, at):
        return 0.0
    if items[at - 1].low in _AFTER_BEFORE and items[at].low in _TRAVELLING and items[at].low.endswith(_GERUND):
        return _NEW_CLAUSE  # "arrived in Oslo on Monday after visiting Riga"
    if any(x.low in _INVITING for x in items[max(0, i - 2) : i]) and any(x.low in _TO for x in between):
        return _OTHERS  # "was invited on Wednesday to visit Oslo and hold talks"
    if items[at].low in _STAYS and any(x.low in _DECIDING for x in between):
        return _OTHERS  # "the cabinet on Monday decided to approve her visit"
    if said_then(items, at, i) or any(x.low in _SAYING for x in between):
        if any(x.low in _AS_WHILE for x in between):
            return 0.0  # "condemned the attack on Monday as X began a visit"
        return _SAID_THERE.get(clause.governor(items, at) or "", _OTHERS)
    if (
        at > 1
        and items[at - 1].low in _LATER
        and items[at - 2].code == "&"
        and any(x.low in _TRAVELLING or clause.is_verb_like(x) for x in items[:i])
    ):
        return _NEW_CLAUSE  # "on Monday to fly to Oslo and later visit Riga"
    if any(x.code == "m" for x in between) and any(x.low in _TRAVELLING for x in items[max(0, i - 6) : i]):
        return _NEW_CLAUSE  # "arrived in Oslo on Monday, beginning a tour that will take him to Riga"
    start = clause.clause_start(items, i)
    if any(x.low in _FROM and y.low in _THERE for x, y in pairwise(between)):
        return _NEW_CLAUSE  # "will be in Oslo on Monday, and from there he goes to Riga"
    if any(x.code == "&" and y.code == "m" for x, y in pairwise(between)):
        return _NEW_CLAUSE  # "arrived on Sunday and will stay"
    return _NEW_CLAUSE if items[start].code == "w" and any(x.code == "," for x in between) else 0.0


def said_then(items: list[Item], at: int, i: int) -> bool:
    """Whether the nearest verb before a date is one of speech ("said in Paris on Monday")."""
    for j in range(i - 1, max(-1, i - 8), -1):
        if j == at or items[j].code in '",mw':
            return False
        if items[j].low in _SAYING or items[j].low in _PUBLISHING or items[j].low in _CLAIMING:
            return True
        if clause.is_verb_like(items[j]):
            return False
    return False


def is_saying(item: Item) -> bool:
    """Whether a word is a verb of speech."""
    return item.low in _SAYING


def _tells_when(items: list[Item], i: int) -> bool:
    """Whether the sentence is about when it was ("The first time was last month, at a summit where they met")."""
    return i > 1 and items[i - 1].code == "b" and items[i - 2].low in _TIMES


def _counts(items: list[Item], i: int) -> bool:
    """Whether a date only bounds a count ("the third time this year", "his third visit this year") or is a number of things."""
    previous = {x.low for x in items[max(0, i - 3) : i]}
    value = items[i].value
    named = value.kind in _DAYS or value.unit == "day" or items[i - 1].low in _ON  # "for the first time yesterday"
    named = named or _tells_when(items, i)
    named = named or (items[i - 1].low in _IN and not previous.isdisjoint(_LAST))  # "for the last time in May 2021"
    if (previous & _TIMES and not named) or (
        value.kind in ("unit", "year") and value.unit != "day" and previous & _ORDINALS and not named
    ):
        return True
    if value.kind == "offset" and {x.low for x in items[max(0, i - 10) : i]} & _ORDINALS:
        return True  # "the first visit in three years"
    return i + 1 < len(items) and items[i + 1].code in "EnN" and items[i].text.isdigit()
