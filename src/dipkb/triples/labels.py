"""Short English labels of events and claims."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dipkb.event import Agreement, CountClaim, Event, Meeting, Party, Sanction, Statement, Visit

Name = Callable[[Party], str]
State = Callable[[str], str]
_MEETING = {"phone": "Phone call of", "video": "Video call of"}
_QUOTED_CHARS = 60


def label(event: Event, name: Name, state: State) -> str:
    """What people call the event; ``name`` says what a party, ``state`` what a country code is called in it.

    >>> event = Visit(visitors=(Party(name="Alexander Lukashenko"),), destination="CHN", start="2023-12-04")
    >>> label(event, lambda p: p.name, {"CHN": "China"}.get)
    'Visit of Alexander Lukashenko to China, 2023-12-04'
    """
    match event:
        case Visit():
            return f"Visit of {_list(event.visitors, name)}{_to(event.destination, state)}{_when(event.start, event.end)}"
        case Meeting():
            return f"{_MEETING.get(event.mode, 'Meeting of')} {_list(event.participants, name)}{_when(event.start, event.end)}"
        case Statement():
            speaker = name(event.speaker) if event.speaker else "unnamed speaker"
            return f"{speaker}: {_short(event.content)}{_when(event.date, event.date)}"
        case Sanction():
            more = " and others" if event.more_senders else ""
            senders = _list(event.senders, name) + more
            return f"Sanctions on {_list(event.targets, name)} by {senders} ({event.action}){_when(event.start, event.end)}"
        case Agreement():
            title = event.title or f"Agreement of {_list(event.parties, name)}"
            return f"{title} ({event.action}){_when(event.date, event.date)}"
        case CountClaim():
            of = f"{_list(event.parties, name)}{_to(event.destination, state)}"
            return f"Claim: {_number(event)} of {of}{_when(event.period, None)}"
    return event.name


def _list(parties: Iterable[Party], name: Name) -> str:
    names = list(dict.fromkeys(name(party) for party in parties))
    if not names:
        return "unnamed parties"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _to(country: str | None, state: State) -> str:
    return f" to {state(country)}" if country else ""


def _when(start: str | None, end: str | None) -> str:
    first, last = start or end, end or start
    return f", {first}" + (f" to {last}" if last != first else "") if first else ""


def _number(claim: CountClaim) -> str:
    if claim.ordinal is not None:
        return f"{claim.of} no. {claim.ordinal}"
    amount = f"{claim.count}" if claim.count is not None else f"at least {claim.at_least}"
    return f"{amount} × {claim.of}"


def _short(content: str) -> str:
    words = " ".join(content.split())
    return words if len(words) <= _QUOTED_CHARS else words[:_QUOTED_CHARS].rsplit(" ", 1)[0].rstrip(",;:") + " …"
