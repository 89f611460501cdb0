"""How an encounter was held: by telephone, by video or in person, as the words beside it say or lead to suppose."""

from __future__ import annotations

from itertools import pairwise

from dipkb.extract import clause, meetingclauses
from dipkb.extract.framefiles import read_frames
from dipkb.extract.reading import Reading
from dipkb.extract.wordlists import each, forms, listed, phrases

_FACETOFACE, _TO, _VIDEO, _VISITING = each("face-to-face", "to", "video", "visiting")
_PHONING, _AFTER_BEFORE, _IN_PERSON = listed("events", "phoning"), forms("after", "before"), phrases("events", "in_person")
_BY_PHONE, _IN_AT = forms("by", "over", "the", "via"), forms("in", "at")
_AT_TABLE = listed("events", "meals")
_ENDING = frozenset(read_frames("events")["order_words"])  # what stands before is another event
_ANOTHER = forms("after", "following", "before", "since")  # behind them stands another event
_FOOTAGE = listed("events", "footage")  # it is filmed, not held by video


def mode(reading: Reading) -> str:
    """The mode that the frame has, unless the words around the trigger say another."""
    found, items, at = str(reading.frame.get("set", {}).get("mode", "unspecified")), reading.items, reading.at
    start = next(
        (i + 1 for i in range(at - 1, max(-1, at - 5), -1) if not reading.verb and items[i].low in _ENDING), max(0, at - 4)
    )
    end = next((i for i in range(at + 1, min(len(items), at + 5)) if items[i].low in _ANOTHER), at + 5)
    near = {i.low for i in items[start:end] if i.code != "k"}
    near -= _VIDEO if near & _FOOTAGE else set()
    if near & reading.rules.words("video_words"):
        return "video"
    if (
        reading.needs("faced")
        and reading.trigger.low in meetingclauses.TO_SOMEBODY
        and not (_is_placed(reading) or near & _VISITING)
    ):
        found = "unspecified"  # "told X on Monday" can be a call
    if found == "phone" and (_is_in_person(reading) or reading.line.lows & _AT_TABLE):
        return "in-person"
    if near & _PHONING or (reading.verb and _by_phone(reading)):
        return "phone"
    if found == "phone" and not near & reading.rules.words("phone_words") and _is_placed(reading):
        return "in-person"
    return found


def _is_in_person(reading: Reading) -> bool:
    """Whether the words behind say that they stood before each other ("spoke briefly in person")."""
    behind = reading.items[reading.at + 1 : reading.at + 6]
    pairs = pairwise(behind)
    return any((a.low, b.low) in _IN_PERSON or a.low in _FACETOFACE for a, b in pairs)


def _by_phone(reading: Reading) -> bool:
    """Whether the clause goes on with the means: "discussed the crisis by telephone", "spoke over the phone"."""
    items = reading.items
    for i in range(reading.at + 1, len(items)):
        if items[i].code in '"w.' or items[i].low == ";" or items[i].low in _AFTER_BEFORE:
            return False
        if items[i].low in _PHONING and items[i - 1].low in _BY_PHONE:
            return True
    return False


def is_said_by_phone(reading: Reading) -> bool:
    """Whether the words say so; a plain "spoke with" only leads to suppose it."""
    return not reading.frame.get("supposed") or any(i.low in reading.rules.words("phone_words") for i in reading.items)


def _is_placed(reading: Reading) -> bool:
    """Whether the clause itself says where ("spoke with Xi in Bali"), not what follows it ("spoke to continue talks in Bali")."""
    items, end = reading.items, reading.at + 1
    while end < len(items) and not (items[end].code in 'kw".' or (items[end].low in _TO and clause.is_code(items, end + 1, "x"))):
        end += 1
    return any(items[i].code == "L" and items[i - 1].low in _IN_AT for i in range(reading.at + 1, end))
