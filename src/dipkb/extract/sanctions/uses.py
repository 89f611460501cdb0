"""Whether the words at the trigger restrict anybody at all, and whether the text itself announces it."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract.document import Item
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.words import ACTS, words
from dipkb.extract.wordlists import each, endings, forms, stems

_AS, _BEING = each("as", "being")
_FREEZE = forms("freeze")
_DESIGNATE = stems("designate")
_GERUND = endings("gerund")
_PLURAL = endings("plural")


def is_verb(reading: Reading) -> bool:
    """Whether "freeze" goes on with what was agreed ("agreed to cut aid and freeze X's assets"), and is no noun."""
    items, at = reading.items, reading.at
    follows = items[at + 1].code if at + 1 < len(items) else "."
    return not reading.verb and items[at].low in _FREEZE and at > 0 and items[at - 1].code == "&" and follows in "CAtHNL"


def is_other_use(reading: Reading) -> bool:
    """ "designated Qatar as a major ally": a designation as something that restricts nobody."""
    items, at = reading.items, reading.at
    if _shouts(items[at + 1 : at + 2]) or (reading.verb and _reports(items, at)):
        return True
    if not items[at].low.startswith(_DESIGNATE):
        return False
    following = items[at + 1 : at + 40]
    as_ = next((n for n, x in enumerate(following) if x.low in _AS and not _only_adds(following, n)), None)
    if as_ is None:
        return False
    purpose = " ".join(x.low for x in following[as_ + 1 :][:12])
    return not any(word in purpose for word in words("designated_as"))


def _only_adds(items: list[Item], as_: int) -> bool:
    """Whether "as" is that of "as well as" or "as amended"."""
    around = (*items[max(0, as_ - 1) : as_], *items[as_ + 1 : as_ + 2])
    return any(x.low in words("no_roles") for x in around)


def _shouts(behind: list[Item]) -> bool:
    """Whether what seems to be a name is more of a headline in capitals ("CHAD SANCTIONS DECISION EXPLAINED")."""
    return any(x.code == "n" and " " in x.text and x.text.isupper() for x in behind)


def _reports(items: list[Item], at: int) -> bool:
    """Whether what is declared is that somebody does something to a restriction ("declares US easing sanctions")."""
    near = pairwise(items[at + 2 : at + 6])
    return any(x.low in ACTS and x.low.endswith(_GERUND) and y.low in words("regimes") for x, y in near)


def is_announced_here(reading: Reading, act: Act) -> bool:
    """ "is designating", "are imposing sanctions", "is being sanctioned": the text itself announces it."""
    if act.verb is None or act.status not in ("occurred",) or act.action == "in-force":
        return False
    low = reading.items[act.verb].low
    before = {i.low for i in reading.items[max(0, act.verb - 6) : act.verb]}
    if low.endswith(_PLURAL) and reading.line.sentence.zone == "body" and act.doer is not None:
        return True  # "announces new sanctions"
    if low.endswith(_GERUND):
        return bool(before & words("announcing_here"))
    return not before.isdisjoint(_BEING) or bool(before & words("announced_today"))
