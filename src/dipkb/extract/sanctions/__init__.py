"""Sanctions: who restricts whom, what is done to the restriction, by which measures, and why.

Three questions, a module each: what the act is (``acts``), whom it hits (``targets``), whose act it is (``senders``).
"""

from __future__ import annotations

from collections.abc import Iterator

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act, act_of
from dipkb.extract.sanctions.bynames import set_in_state
from dipkb.extract.sanctions.days import date_of, says_today
from dipkb.extract.sanctions.details import is_open_list, measures_of, reasons_of
from dipkb.extract.sanctions.enough import counts, has_grown, keeps, sums_up
from dipkb.extract.sanctions.further import (
    inclusion,
    is_definite,
    is_left_unsaid,
    is_part,
    marked,
    names_nobody,
    told_again,
    told_by_member,
    told_of_measures,
    told_on,
)
from dipkb.extract.sanctions.implied import answering, answers, charging, implied, imposers, meant, sayer
from dipkb.extract.sanctions.mutual import sides_of
from dipkb.extract.sanctions.senders import followed, in_their_states, named_beside, on_behalf, senders_of, understood
from dipkb.extract.sanctions.stances import is_mention
from dipkb.extract.sanctions.targets import targets_of
from dipkb.extract.sanctions.uses import is_announced_here, is_other_use, is_verb
from dipkb.extract.sanctions.words import ACTS, words
from dipkb.extract.wordlists import endings, forms

__all__ = ["sanctions"]

_ONES = forms("ones")
_PAST = endings("past")
_PLURAL = endings("plural")
_STANDING = words("standing")
_FAR = 14


def sanctions(reading: Reading) -> Iterator[Candidate]:
    """At most one candidate: one announcement is one record with all its targets."""
    if reading.frame.get("tells") in ("inclusion", "names"):
        yield from inclusion(reading)
        return
    act = act_of(reading) if not is_verb(reading) else None
    targets = targets_of(reading, act) if act else []
    if act is None or is_other_use(reading):
        return
    if (more := told_on(reading)) is not None:
        yield more
        return
    measured, more = told_of_measures(reading, act, targets)
    if more is not None:
        yield more
    if measured or is_part(reading):
        return
    if sides := sides_of(reading, act):
        for one, other in (sides, sides[::-1]):
            made = _made(reading, act, [one], [other], False)
            made.extra["told"] = None  # two acts in one clause
            yield made
        return
    now = is_announced_here(reading, act)
    named = senders_of(reading, act, targets)
    senders = in_their_states(reading, named or understood(reading, act, now))
    same = told_again(reading, act, named) if not targets else marked(reading, act, senders)
    if not senders and (is_left_unsaid(reading, act) or (act.asked and is_definite(reading))):
        senders = list(reading.parties.sanctioners)
    senders = senders or answering(reading, act)
    senders = senders if named else _not_on_their_own(reading, senders, targets)
    explicit = reading.verb or reading.needs("act")
    if named and (told := told_by_member(reading, act)) is not None:
        named = senders = list(told.parties["senders"])
        same = told
    spoken_of = is_mention(reading, act)
    if spoken_of:
        named = senders = named_beside(reading)
    if not targets and not explicit:
        targets = implied(reading, act, senders)
        if targets and act.action in ("lift", "ease"):
            senders = named_beside(reading) or sayer(reading) or (senders if act.status == "denied" else [])
        senders = [e for e in senders if e.key() not in {t.key() for t in targets}]
    standing = any(x.low in _STANDING for x in reading.items[max(0, reading.at - 3) : reading.at])
    spoken_against = not standing if act.verb is None else reading.items[act.verb].low in words("protests")
    if act.action == "in-force" and spoken_against and senders and (imposed := imposers(reading)) is not None:
        act.action, act.status, act.verb = "impose", "occurred", imposed
    stays = act.action == "in-force" and keeps(reading, act)
    if (
        not targets
        and senders
        and not explicit
        and not spoken_of
        and (stays or (act.status is not None and act.action != "in-force"))
    ):
        targets = meant(reading, act, senders)
    if not senders and act.action == "in-force":
        senders = charging(reading)
    targets = set_in_state(reading, _others_than(targets, senders[:1])) if targets else []
    senders = in_their_states(reading, _others_than(senders, targets))
    targets = [e for e in targets if not names_nobody(e)]
    if not targets:
        return
    summed = act.action == "impose" and act.status == "occurred" and (sums_up(reading) or has_grown(reading, act, targets))
    if summed:
        act.action, act.status = "in-force", None
    if counts(reading, act, senders, targets):
        made = _made(reading, act, senders, targets, now)
        made.extra["inferred"] = not named
        made.extra["adds"] = spoken_of and act.status != "proposed"
        made.extra["mention"], made.asserted = spoken_of, (made.asserted or summed) and not spoken_of
        if same is not None and same.extra["action"] == act.action:
            made.extra["told"] = same.extra["told"]
        yield made
        yield from _new_ones(reading, made)
        yield from _undone_since(reading, made)
        yield from _of_others(reading, made)


def _not_on_their_own(reading: Reading, senders: list[Entity], targets: list[Entity]) -> list[Entity]:
    """Senders only understood, unless it is their own people who are hit: then it is the act of whom they hit before."""
    last, hit = reading.parties.restricted, {e.country for e in targets if e.country}
    if last is None or not senders or not hit or not all(e.country in hit for e in senders):
        return senders
    states = dict.fromkeys(e.country for e in last.parties["targets"] if e.country and e.country not in hit)
    return [reading.parties.state(c) for c in states][:1]


def _new_ones(reading: Reading, kept: Candidate) -> Iterator[Candidate]:
    """What is added to what stays ("maintained sanctions on X and added new ones")."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, len(items)) if items[i].low in _ONES), None)
    if at is None or items[at - 1].low not in words("fresh"):
        return
    verb = next((x.low for x in reversed(items[reading.at + 1 : at]) if x.low in ACTS), None)
    if verb is None or ACTS[verb] != "impose":
        return
    made = reading.make(dict(kept.parties))
    made.status, made.asserted, made.when, made.dated = "occurred", True, None, None
    made.extra |= kept.extra | {"action": "impose", "governor": None, "measures": [], "reasons": [], "told": None}
    yield made


def _undone_since(reading: Reading, made: Candidate) -> Iterator[Candidate]:
    """What became of it, told in a relative clause ("imposed sanctions on X, which it lifted in July")."""
    items, verb = reading.items, made.extra["governor"]
    relative = next((i for i in range(reading.at + 1, min(len(items), reading.at + _FAR)) if items[i].code == "w"), None)
    if relative is None or verb is None or verb > reading.at or made.extra["action"] != "impose" or reading.verb:
        return
    at = next((i for i in range(relative + 1, min(len(items), relative + 6)) if items[i].low in ACTS), None)
    if at is None or ACTS[items[at].low] not in ("lift", "ease", "extend") or not items[at].low.endswith(_PAST):
        return
    if any(x.code in "m!" for x in items[relative + 1 : at]):
        return
    later = reading.make(dict(made.parties))
    later.extra |= made.extra | {"action": ACTS[items[at].low], "governor": at, "told": None, "now": False, "reasons": []}
    later.status, later.asserted = "occurred", True
    later.dated = next((x for x in items[at + 1 : at + 5] if x.code == "D"), None)
    later.when = reading.parties.resolved(later.dated.value, "past") if later.dated is not None else None
    yield later


def _of_others(reading: Reading, made: Candidate) -> Iterator[Candidate]:
    """What others had done before who acts now ("joined X and Y in imposing sanctions", "adopted the sanctions imposed by X")."""
    if made.extra["action"] != "impose" or made.status != "occurred" or made.extra["governor"] is None:
        return
    keys = {e.key() for e in made.parties["senders"]} | {e.key() for e in made.parties["targets"]}
    others = [e for e in followed(reading, made.extra["governor"]) if e.key() not in keys]
    if others:
        earlier = reading.make({"senders": others, "targets": made.parties["targets"]})
        earlier.extra |= made.extra | {"told": None, "now": False, "today": False, "reasons": [], "states": []}
        earlier.status, earlier.asserted, earlier.when, earlier.dated = "occurred", True, None, None
        earlier.background = True  # its day is not that of who follows
        yield earlier


def _others_than(some: list[Entity], others: list[Entity]) -> list[Entity]:
    """Those that are not among the others, nor bodies of their states where somebody else is left."""
    keys, states = {e.key() for e in others}, {e.country for e in others if e.country}
    kept = [e for e in some if e.key() not in keys]
    return [e for e in kept if e.country not in states] or kept


def _made(reading: Reading, act: Act, senders: list[Entity], targets: list[Entity], now: bool) -> Candidate:
    made = reading.make({"senders": senders, "targets": targets})
    made.status, made.asserted = act.status, act.status is not None or keeps(reading, act)
    whole = reading.line.words(reading.items[0], reading.items[-1])
    made.extra |= {
        "action": act.action,
        "governor": act.verb,
        "more_senders": not senders or is_open_list(whole),
        "reasons": reasons_of(reading),
        "measures": measures_of(reading),
        "now": now,
        "states": on_behalf(reading, senders) if act.action != "call-for" else [],
        "mention": False,
        "answers": answers(reading, act),
        "tense": "present" if act.verb is not None and reading.items[act.verb].low.endswith(_PLURAL) else "past",
        "told": (reading.line.sentence.index, reading.at),
        "perfect": act.verb is not None and any(i.code == "h" for i in reading.items[max(0, act.verb - 3) : act.verb]),
        "today": now and says_today(reading),
    }
    made.when = date_of(reading, act)
    made.dated = reading.dated
    if senders and act.action != "in-force" and not (act.asked and act.action in ("lift", "ease")):
        reading.parties.sanctioners = senders
    reading.parties.restricted = made
    return made
