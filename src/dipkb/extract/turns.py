"""Who speaks in a transcript ("Vladimir Putin: Mr President, …"), and whom "I", "my" and "your" mean there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dipkb.extract.document import Document, Entity, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import each, forms

_YOU, _YOUR = each("you", "your")

_OWN = forms("i", "me", "my", "myself")
_JOINT = forms("we", "us", "our", "ourselves")
_INVITING = frozenset(read_frames("events")["inviting_verbs"])
_ASKING = frozenset(read_frames("words")["asking"])


@dataclass(slots=True)
class Turn:
    """Where one speaker begins: the line, the item behind the colon, and who it is, unless somebody who only asks."""

    line: int
    at: int
    speaker: Entity | None


def read_turns(document: Document, author: Entity | None = None) -> dict[int, Entity]:
    """Names whom the pronouns of each turn mean; the speaker of each line of a transcript, by the line's identity.

    ``author`` is whose transcript it is, who answers under the office alone ("PRIME MINISTER: …").
    """
    turns = _turns(document, author)
    speakers = list({t.speaker.key(): t.speaker for t in turns if t.speaker}.values())
    if len(turns) < 2 or not speakers:
        return {}
    spoken: dict[int, Entity] = {}
    ends = [*(t.line for t in turns[1:]), len(document.lines) - 1]
    for n, (turn, last) in enumerate(zip(turns, ends, strict=True)):
        addressee = _addressee(turn.speaker, speakers, turns[n - 1].speaker if n else None)
        stop = turns[n + 1].at if n + 1 < len(turns) else None
        for i in range(turn.line, last + 1):
            line = document.lines[i]
            first = turn.at if i == turn.line else 0
            items = line.items[first : stop if i == last else None]
            _name(items, turn.speaker, addressee)
            if items and turn.speaker:
                spoken[id(line)] = turn.speaker
    return spoken


def speak(item: Item, speaker: Entity, faced: Iterable[Entity]) -> None:
    """Let a pronoun of the first person mean who speaks; a plural one keeps beside it the one foreigner that it can include."""
    if item.low in _OWN or item.low in _JOINT:
        item.who = (speaker,)
    if item.low in _JOINT:
        item.value = tuple(e for e in faced if e.kind == "person" and e.country not in (None, speaker.country))[-1:]


def carry_on(document: Document) -> None:
    """Whom "I" means in the next paragraphs of a quotation that no mark has closed: who said it in the one before."""
    speaker: tuple[Entity, ...] = ()
    inside = False
    for line in document.lines:
        if _OWN.isdisjoint(line.lows) and not ("“" in line.lows or "”" in line.lows):
            continue
        for item in line.items:
            if item.code == '"' and item.text in "“”":
                inside = item.text == "“"
                speaker = speaker if inside else ()
            elif item.code in "OH" and item.low in _OWN:
                speaker = item.who or speaker
                item.who = item.who or (speaker if inside else ())


def _turns(document: Document, author: Entity | None) -> list[Turn]:
    found: list[Turn] = []
    for n, line in enumerate(document.lines):
        if ":" not in line.lows:
            continue
        for i in range(len(line.items) - 1):
            item = line.items[i]
            if line.items[i + 1].low != ":" or not _opens(line.items, i) or _is_title(line):
                continue
            if item.code in "PR" and (item.who or author):
                found.append(Turn(n, i + 2, item.who[0] if item.who else author))
            elif item.low in _ASKING:
                found.append(Turn(n, i + 2, None))
    return found


def _is_title(line: Line) -> bool:
    return line.in_title or line.sentence.zone == "title"


def _opens(items: list[Item], i: int) -> bool:
    """Whether a name stands at the start of a sentence, or behind marks that end one."""
    return i == 0 or items[i - 1].low in ("*", ".", ")", "…")


def _addressee(speaker: Entity | None, speakers: list[Entity], before: Entity | None) -> Entity | None:
    """The other one of two, else who spoke before; of who only asks the one who answers."""
    others = [s for s in speakers if s is not speaker]
    return others[0] if len(others) == 1 else before if before is not speaker else None


def _name(items: list[Item], speaker: Entity | None, addressee: Entity | None) -> None:
    for n, item in enumerate(items):
        if item.code in "OH" and (item.low in _OWN or item.low in _JOINT):
            if speaker:
                speak(item, speaker, [addressee] if addressee else ())
            else:
                item.who = ()
        elif addressee is None or item.code != "x":
            continue
        elif item.low in _YOUR:
            item.code, item.who = "H", (addressee,)
        elif item.low in _YOU and n and items[n - 1].low in _INVITING:
            item.code, item.who = "O", (addressee,)
