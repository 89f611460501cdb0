"""Which of the dates and statuses that the tellings of one event give is the event's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from dipkb import edtf
from dipkb.extract.candidate import FUTURE, PREFERENCE, Candidate
from dipkb.extract.resolve import COARSENESS, Resolved
from dipkb.extract.stays import of_tour, stretched
from dipkb.extract.wordlists import texts

_UNDOING = ("cancelled", "postponed", "denied")
_DECIDING = texts("sanctions", "deciding_stems")
_NEAR = 8  # items before a verb, in which a decision says that it is still to be done


def status(tellings: Sequence[Candidate], days: tuple[date, date] | None, today: date | None) -> str:
    """The status of the event.

    What undoes an event outweighs the rest; else assertions outweigh mentions, the text outweighs a headline's present tense, and
    of a plan and a report the day decides: what lies ahead is planned. Without a day the text's first word on it holds.
    """
    told = _weighty(tellings)
    if not told:
        return "planned" if _ahead(days, today) else "occurred"
    arrived = any(m.extra.get("came") and m.asserted and m.status in ("occurred", "ongoing") for m in tellings)
    undone = [] if arrived else [s for s in told if s in _UNDOING] + [m.status for m in tellings if m.status and _is_put_off(m)]
    if undone:
        return undone[0] if set(undone) == {"cancelled", "postponed"} else min(undone, key=PREFERENCE.index)
    if days is None and set(told) == {"ongoing"} and any(_is_headline_plan(m) for m in tellings):
        return "planned"  # "X to visit Y" over "X is visiting Y on Wednesday"
    if _ahead(days, today) and not set(told) <= FUTURE:
        return "planned"
    if set(told) == {"ongoing"} and tellings[0].type == "Meeting" and _is_long_past(tellings, today):
        return "occurred"  # the caption of a picture: "X is greeted by Y ahead of their meeting on Tuesday"
    if set(told) == {"planned"} and _is_long_past(tellings, today):
        return "occurred"
    if set(told) == {"ongoing", "occurred"} and tellings[0].type == "Visit" and not any(m.extra.get("ends") for m in tellings):
        return "ongoing"  # who has arrived, and is there
    if set(told) <= FUTURE or not set(told) & FUTURE:
        return min(told, key=PREFERENCE.index)
    return told[0] if days is None or today is None else min(told, key=PREFERENCE.index)


def _ahead(days: tuple[date, date] | None, today: date | None) -> bool:
    return days is not None and today is not None and days[0] > today


def _is_long_past(tellings: Sequence[Candidate], today: date | None) -> bool:
    """Whether the words themselves put it into the past ("in Bali last year"): a plan looks for days to come."""
    spans = [s for m in tellings if (s := span(m))]
    return today is not None and bool(spans) and all(last < today for _, last in spans)


def _weighty(tellings: Sequence[Candidate]) -> list[str]:
    """The statuses that count, in the order of the text."""
    done = any(_is_plainly_done(m) for m in tellings)
    text = [m for m in tellings if not is_headline_present(m) and not (done and m.line.in_title)]
    for some in (
        [m for m in text if m.asserted],
        [m for m in tellings if m.asserted],
        text,
        list(tellings),
    ):
        if found := [m.status for m in some if m.status]:
            return found
    return []


def _is_plainly_done(telling: Candidate) -> bool:
    """Whether the text tells an act of states as done, and not as only decided on, so that "X to do it" above it says no more."""
    verb = telling.extra.get("governor")
    if telling.type not in ("Sanction", "Agreement") or telling.status != "occurred" or verb is None or telling.line.in_title:
        return False
    near = telling.line.items[max(0, verb - _NEAR) : verb + 1]
    return telling.asserted and not any(x.low.startswith(_DECIDING) for x in near)


def _is_headline_plan(telling: Candidate) -> bool:
    return telling.asserted and telling.status in FUTURE and is_headline_present(telling)


def _is_put_off(telling: Candidate) -> bool:
    """Whether even the mention says that it was called off ("dropped his planned visit", "the meeting was scrapped")."""
    return telling.type in ("Visit", "Meeting") and telling.status in ("cancelled", "postponed")


def is_headline_present(telling: Candidate) -> bool:
    """ "X visits Y" over an article says as well that X will."""
    in_title = telling.line.in_title or telling.line.sentence.zone in ("title", "heading")
    return in_title and telling.extra.get("tense") == "present"


def chosen_date(tellings: Sequence[Candidate]) -> Resolved | None:
    """The most exact date told, one asserted before one mentioned; of a stay its own range of days, a tour's, a day in it."""
    dated = [(m.when, m) for m in tellings if m.when and not m.line.in_title] or [(m.when, m) for m in tellings if m.when]
    best = min(dated, key=lambda told: _rank(*told), default=None)
    return best[0] if best else None


def _rank(when: Resolved, telling: Candidate) -> tuple[int, bool, bool, bool, bool]:
    """The most exact first, of ranges those of a whole tour after those of the one country, the day of arrival before others."""
    one_day, came = when.end == when.start, bool(telling.extra.get("came"))
    return _coarseness(when), one_day == (telling.type == "Visit"), telling.is_of_tour(), not came, not telling.asserted


def _coarseness(when: Resolved) -> int:
    """How coarse the date is as it is given out: a week over the turn of a year only gives the year."""
    given = when.coarse() if when.precision in ("week", "window") else None
    coarse = edtf.precision(given) if given else when.precision
    return max(COARSENESS.index(when.precision), COARSENESS.index(coarse) if coarse in COARSENESS else 0)


def dates_of(tellings: Sequence[Candidate], today: date | None = None) -> tuple[str | None, str | None]:
    """Start and end as EDTF; a week is given as the month or year that holds it, of "this week" the part told of."""
    when = chosen_date([m for m in tellings if not m.extra.get("until")])
    until = chosen_date([m for m in tellings if m.extra.get("until")])
    if when is None:
        return None, until.end if until else None
    if when.precision in ("week", "window"):
        first, last = when.days()
        if today is not None and first <= today <= last:
            ahead = status(tellings, None, None) in FUTURE
            when = replace(when, start=today.isoformat()) if ahead else replace(when, end=today.isoformat())
        return when.coarse(), when.coarse()
    start, end = stretched(when.start, when.end, tellings)
    if stop := of_tour(start, end, tellings):
        return stop
    if until is not None and edtf.precision(start) == "day" and until.end > end:
        end = until.end
    return start, end


def span(telling: Candidate) -> tuple[date, date] | None:
    """The days a telling's date can mean; of "until Friday" none, since it does not say when the event began."""
    if telling.extra.get("until"):
        return None
    if telling.when is None:
        return None
    return edtf.span(*stretched(telling.when.start, telling.when.end, [telling]))
