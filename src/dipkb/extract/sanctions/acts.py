"""What is done to a restriction: imposed, extended, eased, lifted, threatened, called for, or only in force.

The verb that governs the noun decides, to its left or behind it; what stands before that verb can hold it back (``stances``).
"""

from __future__ import annotations

from collections.abc import Iterator

from dipkb.extract import clause
from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.stances import HELD_BACK, Act, held_back, is_other, prompted
from dipkb.extract.sanctions.verbs import act_of_verb, is_empowered, is_headline_verb
from dipkb.extract.sanctions.words import ACTS, FOLLOWERS, STANCES, words
from dipkb.extract.wordlists import each, endings, forms, listed, stems, texts

_FROM = forms("from", "off")
_WITH = forms("with")
_UNDER_TO, _ONTO_LISTS = forms("under", "to"), forms("under", "to", "on", "in")
_A, _AS, _BEING, _BLOCKING, _BY = each("a", "as", "being", "blocking", "by")
_CONTINUE, _INCLUDED, _JOINED, _RAISED_WORDS, _THAT = each("continue", "included", "joined", "raised", "that")
_TO, _UNDER, _UNTIL = each("to", "under", "until")
_ADVERB = endings("adverb")
_AS_SO = forms("as", "so")
_COME = stems("come")
_COMING = words("coming")
_ENDING = words("ending")
_GERUND = endings("gerund")
_INCLUDE = stems("include")
_INTO_IN = forms("into", "in")
_IN_FORCE = words("in_force")
_IS_ARE = forms("is", "are")
_NOUN_OF_ACTING = endings("noun_of_acting")
_OBJECTS = forms("it", "them", "him", "her", "us", "me")
_OF_TIME = words("of_time")
_PARTLY = words("partly")
_PAST = endings("past")
_PAST_GERUND = endings("past", "gerund")
_PLURAL = endings("plural")
_SHORT_PASTS = words("short_pasts")
_TAKE = stems("take")
_TAKING_FORCE = words("taking_force")
_VERB_ENDINGS = endings("past", "gerund", "short_put", "short_set", "strong_past", "short_ook")

__all__ = ["Act", "act_of"]

_STRIKES, _ENLISTS = words("strikes"), words("enlists")
_LISTS, _WITH_ONLY = words("lists"), words("with_only")
_FORCE, _STARTS = words("takes_force"), words("starts_force")
_PROTESTS, _ENDS = words("protests"), words("ends")
_OPPOSES, _FREES = words("opposes"), words("frees")
_FRESH, _SAYING, _ADVERBS = words("fresh"), words("saying"), words("adverbs")
_PARTIAL = words("partial")
_RAISED = words("raised")
_BEGINNING, _UNDERWAY = texts("sanctions", "beginning_stems"), words("underway")
_REMAINS = words("remaining_verbs")
_BACKS = words("backing")
_REFUSING = words("refusing")
_ARRANGED = listed("words", "due")
_HITS = words("hits")  # what new ones do
_REPORTS = words("reporting") - frozenset(ACTS)
_APART = forms("following", "amid")  # behind them another restriction is only the occasion
_DASHES, _ASIDE = frozenset({"-", "–", "—"}), 30
_IN_ON, _ONTO, _FROM_WORD = forms("in", "on"), forms("on", "against"), forms("from", "off")
_PARTICIPLE = endings("past", "strong_past")
_UNTO = forms("to", "with", "under", "on", "from")
_UNCHANGED = words("unchanged")  # participles that look like the past tense or the plain form
_REACH = 13


def act_of(reading: Reading) -> Act | None:
    """The act told at the trigger; ``None`` where the word is used otherwise. To lift some of it is to ease it."""
    act = _act_of(reading)
    if act is not None and act.action == "lift" and act.verb is not None and not reading.verb and _in_part(reading, act.verb):
        act.action = "ease"
    return act


def _in_part(reading: Reading, verb: int) -> bool:
    """Whether only some of the restrictions are lifted ("lifted some sanctions", "sanctions were partially lifted")."""
    items, at = reading.items, reading.at
    between = items[verb + 1 : at] if verb < at else items[max(0, at - 3) : at]
    return any(x.low in _PARTIAL for x in between) or any(x.low in _PARTLY for x in items[verb - 1 : verb + 2])


def _act_of(reading: Reading) -> Act | None:
    items, at = reading.items, reading.at
    if reading.verb:
        return act_of_verb(reading)
    if reading.line.in_title and items[at].low in words("headline_verbs") and is_headline_verb(items, at):
        return None  # "X sanctions five Y firms"
    if (had := _had_in_place(items, at)) is not None:
        return Act("in-force", None, had, had)
    if at + 1 < len(items) and items[at + 1].low in words("policies"):
        return None
    relative, before, follower = _relative(items, at), _before(items, at), _follower(items, at)
    behind = None if relative else _behind(items, at)
    if behind is not None and behind.verb is not None and not _reduced(items, at, behind.verb):
        return held_back(reading, behind)
    if follower in ("call-for", "threaten") and (before is None or before.action in ("impose", "in-force")):
        strikes = before is not None and before.strikes
        return Act(follower, "proposed", before.verb if before else None, before.doer if before else at, strikes=strikes)
    if before is None or (before.action == "in-force" and before.status is None):
        if relative is not None:
            return held_back(reading, relative)
        if follower == "ease" and (given := _given(items, at)) is not None:
            return held_back(reading, Act("ease", "occurred", given))
        if follower == "ease":
            return held_back(reading, Act("ease", "proposed", None, at))
        if before is None and behind is not None and reading.date("past") is not None:
            return behind if behind.verb == at + 1 else held_back(reading, behind)
    if before is not None and behind is not None and _wishes(items, before, behind):
        return Act(behind.action, "proposed", behind.verb, before.doer, asked=True)  # "wants sanctions on X lifted"
    if before is not None and _is_imperative(reading, before):
        before.status, before.asked = "proposed", True
        return before  # "Lift sanctions on X, says Y"
    if before is not None and before.action == "impose" and before.doer is not None and prompted(items, before.doer):
        return before  # "prompting the EU to impose"
    if at + 1 < len(items) and items[at + 1].low in words("frameworks") and (before is None or before.action == "in-force"):
        return None
    if before is not None:
        if before.verb is not None and items[before.verb - 1].low in _TO and is_empowered(items, before.verb):
            return Act("in-force", None)
        if before.action == "in-force" and items[before.verb or 0].low in _PROTESTS and _is_fresh(items, at):
            before.action, before.doer = "impose", None
        if before.verb is not None and items[before.verb].low in _OPPOSES and not _is_fresh(items, at):
            return Act("in-force", None)
        before.action = follower if follower in ("ease", "extend") and before.action == "impose" else before.action
        return held_back(reading, before)
    if _is_dated(items, at):
        return Act("impose", "occurred")
    return Act("impose" if items[at].low in words("impositions") or _is_fresh(items, at) else "in-force", None)


def _wishes(items: list[Item], wish: Act, participle: Act) -> bool:
    """Whether the verb before the restriction wishes for what the participle behind it says."""
    wished = wish.verb is not None and STANCES.get(items[wish.verb].low) == "call-for"
    return wished and participle.action in ("lift", "ease", "extend")


def _is_imperative(reading: Reading, act: Act) -> bool:
    """Whether a headline begins with what somebody asks for."""
    return reading.line.in_title and act.verb == 0 and reading.items[0].low in words("plain_forms")


def _given(items: list[Item], at: int) -> int | None:
    """The verb by which somebody is given or gets relief ("the deal gave X sanctions relief", "X won relief")."""
    for i in range(at - 1, max(-1, at - 7), -1):
        if items[i].low in words("gives") | words("gains"):
            return i
        if items[i].code not in "xaACLNPRGts" or clause.is_verb_like(items[i]):
            return None
    return None


def _is_dated(items: list[Item], at: int) -> bool:
    """Whether the noun with whose it is has a day of its own before its target ("following US sanctions last week on X")."""
    day = at + 1 + (at + 1 < len(items) and items[at + 1].low in _IN_ON)
    target = items[day + 1] if day + 1 < len(items) and items[day].code == "D" else None
    return target is not None and target.low in _ONTO and at > 0 and items[at - 1].code in "CANsx"


def _is_fresh(items: list[Item], at: int) -> bool:
    """Whether the restriction is called new."""
    return any(i.low in _FRESH for i in items[max(0, at - 5) : at])


def _follower(items: list[Item], at: int) -> str | None:
    """What the noun behind makes of it: "sanctions relief" eases, "a sanctions bill" calls for them."""
    for item in items[at + 1 : at + 3]:
        if item.low in FOLLOWERS:
            return FOLLOWERS[item.low]
        if item.code != "x" or item.low in ACTS:
            return None
    return None


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


def _before(items: list[Item], at: int) -> Act | None:
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


def _behind(items: list[Item], at: int) -> Act | None:
    """What a verb behind the noun says: passive ("were lifted"), taking force, remaining."""
    for i in range(at + 1, min(len(items), at + _REACH)):
        item, low = items[i], items[i].low
        if item.code in '".' or low in (";", ":") or (item.code in "Ok" and low not in _AS):
            return None
        if item.code in "bh" or item.code == "m":
            return _predicate(items, i, at)
        if low in _FORCE and items[i - 1].code not in "tHAs" and item.text[0].islower():
            return Act("impose", "occurred", None) if low in _HITS and _is_fresh(items, at) else Act("in-force", None, i)
        if _starts(items, i):
            ahead = low in words("ahead") and any(x.code == "D" for x in items[i + 1 : i + 5])
            return Act("impose", "planned" if ahead else "occurred", i, None, passive=True)
        if low in _ENDS:
            return Act("lift", "occurred", i, None, passive=True)
        if low in ACTS and (low.endswith(_PAST) or low in _SHORT_PASTS):
            follows = items[i - 1]
            if i == at + 1 and (stays := _stays(items, i)) is not None:
                return Act("in-force", None, stays)  # "restrictions imposed by X on Y remain in place"
            by = follows.code == "," and i + 1 < len(items) and items[i + 1].low in _BY
            if i == at + 1 or by or follows.code in "CPNLRGDwx)":
                return Act(ACTS[low], "occurred" if ACTS[low] != "in-force" else None, i, i, passive=True)
            return None
        if item.code == "&" or (item.code == "," and (i > at + 1 or not clause.is_code(items, i + 1, "x"))):
            return None
    return None


def _had_in_place(items: list[Item], at: int) -> int | None:
    """The verb by which somebody "has sanctions in place"."""
    led = at + 2 < len(items) and items[at + 1].low in _IN_ON and items[at + 2].low in words("place")
    near = (i for i in range(at - 1, max(-1, at - 4), -1) if items[i].low in words("having"))
    return next(near, None) if led else None


def _starts(items: list[Item], i: int) -> bool:
    """Whether a restriction takes force ("took effect", "came into force"; not "the decision comes amid fears")."""
    low, behind = items[i].low, items[i + 1].low if i + 1 < len(items) else ""
    if low in words("begins"):
        return i + 1 >= len(items) or items[i + 1].code in "D.," or behind in _IN_ON
    if low.startswith(_TAKE):
        return behind in _IN_FORCE  # not "members of the junta who took control"
    return low in _STARTS and (not low.startswith(_COME) or behind in _INTO_IN)


def _stays(items: list[Item], i: int) -> int | None:
    """The verb by which restrictions that a participle tells more of stay in force."""
    for j in range(i + 1, min(len(items), i + _REACH)):
        if items[j].code in '".,;wk&mbh':
            return None
        if items[j].low in _REMAINS:
            return j
    return None


def _relative(items: list[Item], at: int) -> Act | None:
    """ "the sanctions (that) Washington imposed": a relative clause with a subject of its own."""
    first = at + 1
    if first < len(items) and (items[first].code == "w" or items[first].low in _THAT):
        first += 1
    if first >= len(items) or not (clause.is_agent(items[first]) or items[first].code in "tHO"):
        return None
    for i in range(first + 1, min(len(items), first + 16)):
        low = items[i].low
        if items[i].code in '".;w' or (clause.is_verb_like(items[i]) and low not in ACTS and low not in _JOINED):
            return None
        if low in ACTS and ACTS[low] != "in-force" and low.endswith(_VERB_ENDINGS) and low not in _JOINED:
            return Act(ACTS[low], "occurred", i, i)
    return None


def _predicate(items: list[Item], i: int, at: int) -> Act | None:
    """The verb behind a form of "be" or "have" or a modal."""
    passive = False
    for j in range(i, min(len(items), i + 6)):
        low = items[j].low
        passive = passive or (items[j].code == "b" and low not in _BEING) or low in _BEING
        if low in _FORCE:
            return Act("in-force", None, j)
        if _starts(items, j):
            return Act("impose", "occurred", j, None, passive=True)
        if low in ACTS and items[j - 1].low in words("plain_be") and items[j - 2].code not in "m" and items[j - 2].low not in _TO:
            return Act(ACTS[low], "proposed", j, j, passive=True)  # "in our interest, these sanctions be removed"
        if low in _ARRANGED and passive and items[j + 1 : j + 2] and items[j + 1].low in _TO:
            return _arranged(items, j + 2)
        if low in ACTS and passive:
            action = "lift" if low in _RAISED_WORDS and items[at].low in _RAISED else ACTS[low]
            return Act(action, "occurred" if action != "in-force" else None, j, j, passive=True)
        due = low in _TO and items[j - 1].code == "b"  # "sanctions are to be lifted"
        if (items[j].code not in "bhm!xD" and not due) or (low in ACTS and not passive):
            return None
    return None


def _arranged(items: list[Item], i: int) -> Act | None:
    """What is to become of it ("the embargo is set to expire", "sanctions are due to be lifted", "… expected to remain")."""
    while i < len(items) and (items[i].code in "bh" or items[i].low.endswith(_ADVERB) or items[i].low in _CONTINUE):
        i += 1
    low = items[i].low if i < len(items) else ""
    if low in _FORCE:
        return Act("in-force", None, i)
    if low in _ENDS or low in _ENDING:
        return Act("lift", "planned", i, None, passive=True)
    if low in _STARTS or low in _TAKING_FORCE:
        return Act("impose", "planned", i, None, passive=True)
    return Act(ACTS[low], "planned", i, i, passive=True) if low in ACTS and ACTS[low] != "in-force" else None


def _reduced(items: list[Item], at: int, verb: int) -> bool:
    """A participle right behind the noun ("sanctions imposed in 2014") tells less than the verb that governs the noun."""
    relative = at + 1 < len(items) and (items[at + 1].code == "w" or items[at + 1].low in _THAT)
    plain = not any(x.code in "bhm" for x in items[at + 1 : verb])
    return items[verb].low not in _FORCE | _STARTS | _ENDS and (plain or relative)
