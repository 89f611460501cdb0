"""What stands beside an office or name and says no more of whom is meant: "MP" and other letters, "(Retd)", "designate"."""

from __future__ import annotations

from dipkb.extract.document import Item
from dipkb.extract.framefiles import read_frames
from dipkb.extract.wordlists import listed

_LETTERS = frozenset(read_frames("names")["letters_behind_names"])
_RETIRED, _DESIGNATE = listed("names", "letters_of_retired"), listed("names", "designate")
BESIDE = frozenset(word.casefold() for word in _LETTERS) | _RETIRED | _DESIGNATE  # lines with none of these have nothing to lose


def without_letters(items: list[Item]) -> list[Item]:
    """The items without such words; a name reaches over the letters behind it."""
    out: list[Item] = []
    at = 0
    while at < len(items):
        over = _passed(items, at, out[-1]) if out else 0
        if not over:
            out.append(items[at])
        elif out[-1].code in "cP":
            name = out[-1]
            out[-1] = Item(name.code, name.i, items[at + over - 1].j, name.text, name.low, name.value)
        at += over or 1
    return out


def _passed(items: list[Item], at: int, before: Item) -> int:
    """How many items at an index say nothing more of what stands before them."""
    codes = [x.code for x in items[at : at + 3]]
    if before.code in "cP":
        behind_comma = codes[:1] == [","]
        letters = at + behind_comma
        titles = letters + 1 < len(items) and items[letters + 1].code in "cPr"  # "Labour MP Jane Doe"
        if letters < len(items) and items[letters].text in _LETTERS and not titles:
            return 1 + behind_comma + (behind_comma and codes[2:] == [","])
        return 0
    if codes == ["(", codes[1] if len(codes) > 1 else "", ")"] and before.code in "rqx":
        return 3 if items[at + 1].low in _RETIRED else 0
    return int(items[at].low in _DESIGNATE and before.code == "r")
