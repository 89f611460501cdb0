"""The act by the nearest word before the restriction: "imposed new sanctions", "hit X with tariffs", "put X on a list"."""

from __future__ import annotations

from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.sanctions.stances import HELD_BACK, Act, is_other
from dipkb.extract.sanctions.words import ACTS, STANCES, words
from dipkb.extract.wordlists import each, endings, forms, stems, texts

_FROM = forms("from", "off")
_WITH = forms("with")
_UNDER_TO, _ONTO_LISTS = forms("under", "to"), forms("under", "to", "on", "in")
_A, _BLOCKING, _BY = each("a", "blocking", "by")
_INCLUDED, _THAT = each("included", "that")
_TO, _UNDER, _UNTIL = each("to", "under", "until")
_ADVERB = endings("adverb")
_AS_SO = forms("as", "so")
_COMING = words("coming")
_GERUND = endings("gerund")
_INCLUDE = stems("include")
_IS_ARE = forms("is", "are")
_NOUN_OF_ACTING = endings("noun_of_acting")
_OBJECTS = forms("it", "them", "him", "her", "us", "me")
_OF_TIME = words("of_time")
_PAST = endings("past")
_PAST_GERUND = endings("past", "gerund")
_PLURAL = endings("plural")
_STRIKES, _ENLISTS = words("strikes"), words("enlists")
_LISTS, _WITH_ONLY = words("lists"), words("with_only")
_FREES = words("frees")
_FRESH, _SAYING, _ADVERBS = words("fresh"), words("saying"), words("adverbs")
_BEGINNING, _UNDERWAY = texts("sanctions", "beginning_stems"), words("underway")
_BACKS = words("backing")
_REFUSING = words("refusing")
_REPORTS = words("reporting") - frozenset(ACTS)
_APART = forms("following", "amid")  # behind them another restriction is only the occasion
_DASHES, _ASIDE = frozenset({"-", "–", "—"}), 30
_FROM_WORD = forms("from", "off")
_PARTICIPLE = endings("past", "strong_past")
_UNTO = forms("to", "with", "under", "on", "from")
_UNCHANGED = words("unchanged")  # participles that look like the past tense or the plain form
_REACH = 13


def _leftward(items: list[Item], at: int, reach: int) -> Iterator[int]:
    """The items to the left, over what stands between two dashes ("adopted - after long talks - new sanctions")."""
    i, last = at - 1, max(-1, at - reach)
    while i > last:
        if items[i].text in _DASHES:
            first = next((j for j in range(i - 1, max(-1, i - _ASIDE), -1) if items[j].text in _DASHES), None)
            if first is not None:
                i, last = first - 1, max(-1, first - _REACH)
                continue
        yield i
        i -= 1


def act_before(items: list[Item], at: int) -> Act | None:
    """The nearest word to the left that does something to it."""
    by, held, opened = False, "", -1
    for i in _leftward(items, at, 2 * _REACH if items[at].low in _LISTS else _REACH):
        item, low = items[i], items[i].low
        if low in _UNTIL and items[i + 1].code == "D":
            continue  # "extended, until September 15, the sanctions"
        if item.code == '"' and (i == opened or _is_taken_in(items, i, at)):
            continue
        if item.code == '"' and (start := clause.fragment_start(items, i)) is not None:
            opened = start
            continue
        if item.code in '"w(;' or (item.code == "k" and low not in ACTS and low not in _AS_SO):
            return None
        if item.code == "m" or (
            low in _THAT and i < at - 1 and i and items[i - 1].code in "xG" and items[i - 1].low not in _SAYING
        ):
            return _with(None, held, at - 1)
        if item.code == "o" and i and items[i - 1].low in words("voiced"):
            return Act("in-force", None)  # "voiced their disapproval of continuing sanctions"
        if low in _APART or (low in _REPORTS and i < at - 1):
            return _with(None, held, at - 1)  # "whose summit ended in Lomé, said sanctions …", "a ban on X following sanctions …"
        if low in _BY and all(x.code in "xatACN&sL" for x in items[i + 1 : at]) and not _is_other_phrase(items, i + 1, at):
            by = True
        if low in _TO and i + 2 < at and _is_other_infinitive(items, i):
            return _with(None, held, at - 1)
        if low in _UNDER and (put := _put_under(items, i)) is not None:
            return _with(_governing(items, put, at, by), held, put)
        if item.code == "O" and i + 1 < at and low not in _OBJECTS:
            return None
        if low.endswith(_NOUN_OF_ACTING) and items[i + 1].code == "o" and any(x.low in _TO for x in items[i + 2 : at]):
            continue  # "the introduction of changes to restrictive measures"
        if (low in ACTS or low in STANCES) and not is_other(items, i):
            if _is_adjective(items, i, at):
                if low in _BLOCKING:
                    continue
                held = held or STANCES.get(low, "") or ACTS.get(low, "") * (ACTS.get(low) == "in-force")
                continue
            return _with(_governing(items, i, at, by), held, i)
    return _with(None, held, at - 1)


def _is_taken_in(items: list[Item], mark: int, at: int) -> bool:
    """Whether a mark opens words that go into the sentence and hold the restriction (announced "lifting sanctions on X")."""
    if not mark or mark + 1 >= len(items) or not items[mark + 1].text[:1].islower() or items[mark - 1].code != "x":
        return False
    return any(x.code == '"' for x in items[at + 1 : at + _REACH])


def _is_other_phrase(items: list[Item], first: int, at: int) -> bool:
    """Whether "by" leads to something else before the restriction ("extended by a majority vote sanctions on X")."""
    return items[at].low.endswith(_PLURAL) and items[first].low in _A


def _is_other_infinitive(items: list[Item], i: int) -> bool:
    """Whether "to" begins what another verb does to the restriction ("cut taxes to counter the tariffs")."""
    verb, behind = items[i + 1], items[i + 2]
    if items[i - 1].low in _REFUSING and verb.low in _BACKS:
        return True  # "for refusing to support the sanctions"
    return verb.code == "x" and behind.code in "tHCN" and verb.low not in ACTS and verb.low not in STANCES


def _put_under(items: list[Item], under: int) -> int | None:
    """The verb that puts its object under a restriction ("placed 15 firms under export controls")."""
    for i in range(under - 1, max(-1, under - 2 * _REACH), -1):
        if items[i].low in _ENLISTS:
            return i if i + 1 < under or _is_passive(items, i) or _is_bare_passive(items, i, under) else None
        if items[i].code not in "xtaACNLPRGn&,spo" or (items[i].code == "x" and items[i].low in ACTS):
            return None
    return None


def _with(act: Act | None, held: str, at: int) -> Act | None:
    """An act with what an adjective says of the restriction ("the proposed sanctions", "faces possible sanctions")."""
    if held in ("", "refuse") or (act is not None and act.action not in ("impose", "in-force")):
        return act
    if held == "in-force":
        return act if act is not None else Act("in-force", None)
    if act is not None and act.action == "impose":
        return act
    made = act or Act("in-force", None, at)
    made.action, made.status = ("impose" if held == "plan" else held), HELD_BACK[held]
    return made


def _governing(items: list[Item], i: int, at: int, by: bool) -> Act | None:
    """The act of a governing word; one that hits its object "with" the restriction, or puts it on a list."""
    low = items[i].low
    between = [x.low for x in items[i + 1 : at]]
    put_to = low in words("subjecting") and not _TO.isdisjoint(between)
    strikes = low in _STRIKES and (put_to or not _WITH.isdisjoint(between))
    listed = low in _ENLISTS and (items[at].low in _LISTS or not _UNDER_TO.isdisjoint(between))
    if low in _FREES and _is_freed(items, i, at):
        freed = ACTS.get(low, "lift").replace("impose", "lift")  # "took X off the list"
        return Act(freed, "occurred", i, i, _is_passive(items, i) or items[i + 1].low in _FROM_WORD, True)
    if by:
        return Act("in-force", None, i, by=True, passive=True)
    if low in _WITH_ONLY and _WITH.isdisjoint(between):
        return Act("in-force", None, None)
    if listed and items[at].low not in _LISTS and _ONTO_LISTS.isdisjoint(between):
        listed = False
    if not listed and not strikes and low.endswith(_PAST) and items[i - 1].code == "b":
        return Act("in-force", None)  # "were enacted independently of measures adopted by …": a passive has no object
    action = ACTS.get(low, "impose")
    if low.startswith(_BEGINNING) and _UNDERWAY.intersection(between):
        return Act("impose", "planned", i, i)  # "started a countdown to the return of sanctions"
    if low.startswith(_INCLUDE) and not listed and items[at].low not in _LISTS:
        return Act("in-force", None)  # "the measures include a ban on …"
    if listed:
        action = "lift" if action == "lift" or (not _FROM.isdisjoint(between) and _TO.isdisjoint(between)) else "impose"
    if low in words("enforcing") and items[i - 1].code != "b" and not any(x.code in "tHs" for x in items[i + 1 : at]):
        action = "impose"  # "enforced travel bans on", not "enforced the sanctions"
    if listed and low in words("inclusions"):
        return Act("impose", "occurred", i, None, False, True)
    passive = (strikes or listed) and not low.endswith(_GERUND) and (_is_passive(items, i) or _is_bare_passive(items, i, at))
    if listed and low in _INCLUDED and items[i - 1].low in _IS_ARE:
        action = "in-force"  # "he is included on the list"
    return Act(action, "occurred" if action != "in-force" else None, i, i, passive, strikes or listed)


def _is_freed(items: list[Item], verb: int, at: int) -> bool:
    """Whether the restriction is what somebody is taken out of ("removed X from sanctions", "was exempted from the ban")."""
    out = next((i for i in range(at - 1, verb, -1) if items[i].low in _FROM_WORD), None)
    return out is not None and all(x.code in "taACNLHsx" and not clause.is_verb_like(x) for x in items[out + 1 : at])


def _is_passive(items: list[Item], at: int) -> bool:
    i = at - 1
    while i >= 0 and (items[i].low in _ADVERBS or items[i].low.endswith(_ADVERB) or items[i].code in "!D"):
        i -= 1
    return i >= 0 and items[i].code == "b"


def _is_bare_passive(items: list[Item], verb: int, at: int) -> bool:
    """Whether a participle without "be" tells of what it stands behind ("Two banks hit with sanctions")."""
    low, behind = items[verb].low, items[verb + 1]
    if not verb or not (low.endswith(_PARTICIPLE) or low in _UNCHANGED) or behind.low not in _UNTO:
        return False
    first = next((x for x in items[at + 1 :] if x.low not in _LISTS), None)
    heavy = first is not None and first.code in "xatCAPRGNUL" and not clause.is_verb_like(first)
    return not heavy and items[verb - 1].code not in "hmO&"  # not "added to its list firms located in …"


def _is_adjective(items: list[Item], i: int, at: int) -> bool:
    """Whether a participle belongs to the noun itself ("the proposed sanctions", "imposed targeted sanctions")."""
    low = items[i].low
    if STANCES.get(low) in ("threaten", "plan") and not low.endswith(_PAST_GERUND):
        return low in _COMING
    if low.endswith(_GERUND) and ACTS.get(low) == "in-force" and i and all(x.code in "xaACNL" for x in items[i + 1 : at]):
        return items[i - 1].low in ACTS  # "imposed crippling sanctions"
    if not low.endswith(_PAST):
        return low in _OF_TIME
    if any(x.code not in "xaACNL" or x.low in ACTS for x in items[i + 1 : at]):
        return False
    before = items[i - 1] if i else None
    if before is not None and before.code == "&":  # "the proposed and delayed sanctions", not "cut ties and imposed sanctions"
        before = items[i - 2] if i > 1 else None
        return before is not None and (before.low.endswith(_PAST) or before.low in _FRESH)
    return before is None or before.code in "tHsop" or before.low in ACTS or before.low in _FRESH
