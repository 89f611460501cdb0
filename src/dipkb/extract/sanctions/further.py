"""What is told further of an act: whom it hits as well ("The sanctions target …", "These include …"), or only the act again."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from dipkb.extract.candidate import Candidate
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.lists import listed
from dipkb.extract.sanctions.words import words
from dipkb.extract.wordlists import each, endings, forms

_ALSO, _UNDER, _WE = each("also", "under", "we")
_ADVERB = endings("adverb")
_ALSO_WILL_NOW = forms("also", "will", "now")
_GERUND = endings("gerund")
_MARKED = words("marked")

_HITTING = words("hitting_verbs")
_BARE = words("bare_targets")
_PAIR = 2
_LISTED = words("listed")
_POINTING = words("pointing")
_NEW = words("fresh")
_IT = forms("it", "they", "this", "these")
_ON, _AGAIN, _NEXT = 6, 10, 2  # sentences in which an act is told on, told again, its list goes on
_VERB = 4  # items from the noun to what it does


def inclusion(reading: Reading) -> Iterator[Candidate]:
    """Further targets of the act that the sentence before told ("This includes …", "Those targeted include …")."""
    whole = _told(reading, _NEXT)
    if whole is None or whole.line is reading.line:
        return
    targets = [e for e in listed(reading, reading.at + 1) if not names_nobody(e)]
    if reading.frame["tells"] == "names":
        targets = [e for e in targets if e.name and e.kind in ("person", "organisation")]
    if targets:
        yield _more_of(reading, whole, targets)


def told_on(reading: Reading) -> Candidate | None:
    """Further targets of an act told before, behind what its measures do ("The sanctions target …", "It also targets …")."""
    at = _hitting(reading)
    whole = _told(reading, _ON) if at is not None else None
    if at is None or whole is None or whole.line is reading.line or whole.extra["action"] not in ("impose", "extend"):
        return None
    targets = [e for e in listed(reading, at + 1) if not names_nobody(e)]
    return _more_of(reading, whole, targets) if targets else None


def told_of_measures(reading: Reading, act: Act, targets: list[Entity]) -> tuple[bool, Candidate | None]:
    """Whether the subject of the act is only what was announced before ("These measures ban X"), and whom it hits besides."""
    verb = reading.at if reading.verb else act.verb
    whole = _told(reading, _ON)
    if whole is not None and whole.line is not reading.line and _is_under_measures(reading):
        hit = [e for e in targets if not names_nobody(e)] if whole.extra["action"] in ("impose", "extend") else []
        return True, _more_of(reading, whole, hit) if hit else None
    if verb is None or verb > reading.at or act.passive or whole is None:
        return False, None
    if act.action not in ("impose", "in-force") or whole.extra["action"] not in ("impose", "extend"):
        return False, None
    if not _does_measure(reading, verb):
        return False, None
    hit = [e for e in targets if not names_nobody(e)] if whole.line is not reading.line else []
    return True, _more_of(reading, whole, hit) if hit else None


def _is_under_measures(reading: Reading) -> bool:
    """Whether a sentence sets out with the restrictions told before ("Under the new sanctions, X will freeze …")."""
    items = reading.items
    led = len(items) > _VERB and items[0].low in _UNDER and items[1].low in _POINTING
    return led and any(x.low in words("answered") for x in items[2:5]) and reading.at > _VERB


def _does_measure(reading: Reading, verb: int) -> bool:
    """Whether a restriction told before is the subject of a verb ("the sanctions also bar", "these new measures will impose")."""
    items, i = reading.items, verb - 1
    while i > 0 and (items[i].code in "mbhD" or items[i].low.endswith(_ADVERB) or items[i].low in _ALSO_WILL_NOW):
        i -= 1
    if i < 1 or items[i].low not in words("answered"):
        return False
    i -= 1
    while i > 0 and items[i].code in "xa" and items[i].low not in _POINTING:
        i -= 1
    return items[i].low in _POINTING


def told_again(reading: Reading, act: Act, senders: list[Entity]) -> Candidate | None:
    """The act that the words only speak of once more ("The sanctions Canada has imposed are meant to …")."""
    whole = _told(reading, _AGAIN)
    if whole is None or not is_definite(reading) or whole.extra["action"] != act.action:
        return None
    keys = {e.key() for e in whole.parties["senders"]} | {e.country for e in whole.parties["senders"] if e.country}
    return whole if not senders or any(e.key() in keys or e.country in keys for e in senders) else None


def marked(reading: Reading, act: Act, senders: list[Entity]) -> Candidate | None:
    """The act just told that is counted among others ("The move marks the second round of sanctions against …")."""
    counts = act.verb is None and not senders and any(x.low in _MARKED for x in reading.items[: reading.at])
    whole = _told(reading, _NEXT) if counts else None
    return whole if whole is not None and whole.extra["action"] == act.action else None


def told_by_member(reading: Reading, act: Act) -> Candidate | None:
    """The act of a body that one of its members speaks of as "ours" ("We have decided to suspend the sanctions")."""
    whole, items = _told(reading, _NEXT), reading.items
    if whole is None or act.doer is None or whole.extra["action"] != act.action or not reading.line.is_quoted(reading.at):
        return None
    ours = any(x.low in _WE for x in items[max(0, act.doer - _AGAIN) : act.doer])
    return whole if ours and is_definite(reading) and any(e.kind == "organisation" for e in whole.parties["senders"]) else None


def is_part(reading: Reading) -> bool:
    """Whether a participle only says what an extension of the same sentence keeps ("extended sanctions on X, banning …")."""
    whole, items, at = reading.parties.restricted, reading.items, reading.at
    extends = whole is not None and whole.line is reading.line and whole.extra["action"] in ("extend", "in-force")
    return extends and reading.verb and at > 0 and items[at].low.endswith(_GERUND) and items[at - 1].code == ","


def is_left_unsaid(reading: Reading, act: Act) -> bool:
    """Whether it is plain from before whose act it is ("the sanctions were extended", "sanctions on X were also lifted")."""
    also = act.verb is not None and any(x.low in _ALSO for x in reading.items[max(0, act.verb - 2) : act.verb])
    stays = act.action == "in-force" and act.verb is not None and act.verb > reading.at
    told = (act.passive and act.status in ("occurred", "planned")) or stays
    return told and (also or is_definite(reading))


def is_definite(reading: Reading) -> bool:
    """Whether the noun points back ("the sanctions", "these latest measures", a bare "Sanctions will continue …")."""
    items, i = reading.items, reading.at - 1
    if reading.verb:
        return False
    while i >= 0 and items[i].code in "xa" and items[i].low not in _POINTING:
        i -= 1
    return i < 0 or items[i].low in _POINTING


def names_nobody(entity: Entity) -> bool:
    """Whether a target only points back ("the listed persons")."""
    told = (entity.name or entity.role or "").casefold().split()
    bare = len(told) == 1 and told[0] in _BARE
    return entity.kind == "group" and not entity.country and (bare or (len(told) == _PAIR and told[0] in _LISTED))


def _told(reading: Reading, reach: int) -> Candidate | None:
    """The act told last, where it is near and was done."""
    whole = reading.parties.restricted
    if whole is None or reading.line.sentence.index - whole.line.sentence.index > reach or whole.extra["action"] == "in-force":
        return None
    return whole


def _hitting(reading: Reading) -> int | None:
    """The verb by which measures told before hit somebody."""
    items, at = reading.items, reading.at
    if reading.verb:
        return at if items[at].low in _HITTING and {x.low for x in items[:at]} <= _IT | forms("also") and at else None
    if not is_definite(reading) and (not at or items[at - 1].low not in _NEW):
        return None
    for i in range(at + 1, min(len(items), at + _VERB)):
        if items[i].low in _HITTING:
            return i
        if not (items[i].low.endswith(_ADVERB) or items[i].low in _ALSO_WILL_NOW or items[i].code == "D"):
            return None
    return None


def _more_of(reading: Reading, whole: Candidate, targets: list[Entity]) -> Candidate:
    made = reading.make({"senders": whole.parties["senders"], "targets": targets})
    made.status, made.asserted, made.when, made.dated = whole.status, True, whole.when, None
    made.extra |= whole.extra | {"inferred": True, "reasons": [], "more_senders": False, "governor": None}
    reading.parties.restricted = replace(whole, line=reading.line)  # the list may go on in the next sentences
    return made
