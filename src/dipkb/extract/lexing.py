"""From tokens to items, longest first: dates, names and offices of the tables, capitalised names, function words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from dipkb.extract.capitals import (
    before_letters,
    before_person,
    begins_another,
    behind_title,
    capital_run,
    end_of_firm,
    is_full_name,
    is_initial,
    is_loud,
    is_surname,
    joined,
    leads_to_surname,
    with_particles,
)
from dipkb.extract.dates import find_dates
from dipkb.extract.document import Item, Mention
from dipkb.extract.durations import find_durations
from dipkb.extract.framefiles import read_frames
from dipkb.extract.lexicon import APOSTROPHES, CUT, HONOURED, INITIALS, OPEN, RESPELT, SMALL_SIGN, Lexicon, fold
from dipkb.extract.text import Sentence
from dipkb.extract.wordlists import each, endings, listed

_SIBILANT = endings("sibilant")
_AND, _FOR, _OF = each("and", "for", "of")
_COUNTERPARTS, _SONS = listed("events", "counterparts"), listed("names", "sons")

_NAMED_FOR = listed("names", "named_for")  # "the Biden-Harris administration" is no pair
LETTERS = listed("names", "letters_behind_names")


NAME_CODES = {"person": "P", "organisation": "N"}
_FEW_LOUD = 3
_TREATING = frozenset(read_frames("words")["treating"])


def lex(sentence: Sentence, text: str, lexicon: Lexicon, names: Sequence[tuple[int, int, str]] = ()) -> list[Item]:
    """The items of one sentence, before they are joined into noun phrases.

    ``names`` are spans of the text that somebody else read as names; they hold where neither a date nor a table says more.
    """
    if CUT in sentence.marks:
        _unglue(sentence, lexicon)
    words, lows, codes, marks = sentence.words, sentence.lows, list(sentence.codes), sentence.marks
    if sentence.zone in ("title", "heading"):
        words = _in_mixed_case(_without_headline_capitals(sentence, lows, lexicon), lexicon)
    if RESPELT in marks or words is not sentence.words:
        words = list(map(lexicon.spelt.__getitem__, words))
        codes = list(map(lexicon.plain.__getitem__, words))
    timed = _times(sentence, text, marks)
    if names:
        timed = {at: item for at, item in _given(sentence, text, names).items() if not lexicon.match(words, lows, at)} | timed
    ready = [Item(codes[n], n, n + 1, word, lows[n]) for n, word in enumerate(words)]  # most words are items of their own
    for at in (*timed, *(_small_signs(words) if SMALL_SIGN in marks else ())):
        codes[at] = OPEN
    line, items, at = "".join(codes), list[Item](), 0
    while (stop := line.find(OPEN, at)) >= 0:
        items += ready[at:stop]
        item = timed.get(stop)
        if item is None:
            item = _alone(stop, words, lows, ready[stop], lexicon) or _one(stop, words, lows, lexicon)
            if timed and item.j > stop + 1 and (day := _weekday_in(timed, stop + 1, item.j)):
                item = _one(stop, words[:day], lows[:day], lexicon)  # "Javad Zarif Thursday arrived"
        if item.text in APOSTROPHES and items and _is_possessive(items[-1], stop, sentence):
            item.code = "s"
        items.append(item)
        at = item.j
    return items + ready[at:]


def _alone(at: int, words: list[str], lows: list[str], ready: Item, lexicon: Lexicon) -> Item | None:
    """The item that was made of a word, where no name or office begins with it after all; most often it is "the"."""
    if ready.code != OPEN:
        return None if is_initial(at, words) else ready
    lead = lexicon.leads[words[at]]
    if lead is None or (at + 1 < len(words) and (words[at + 1] in lead or lows[at + 1] in lead)):
        return None
    ready.code = lexicon.classes[lows[at]]
    return ready


def _small_signs(words: list[str]) -> list[int]:
    """Where an apostrophe or an initial stands as a token of its own, whose neighbours tell what it is."""
    return [n for n, word in enumerate(words) if word in APOSTROPHES or (word in INITIALS and is_initial(n, words))]


def _is_possessive(name: Item, at: int, sentence: Sentence) -> bool:
    """Whether an apostrophe makes a name that ends in s a possessor ("the Philippines' Marcos", "Tunisians' talks")."""
    glued = sentence.starts[at] == sentence.ends[at - 1]
    parted = at + 1 < len(sentence.starts) and sentence.starts[at + 1] > sentence.ends[at]
    return name.code in "CANPc" and name.text.endswith(_SIBILANT) and glued and parted


def _weekday_in(timed: dict[int, Item], start: int, end: int) -> int | None:
    """Where a day of the week stands within a run of capitals."""
    return next((n for n in range(start, end) if n in timed and getattr(timed[n].value, "kind", "") == "weekday"), None)


def _without_headline_capitals(sentence: Sentence, lows: list[str], lexicon: Lexicon) -> list[str]:
    """The words of a headline in capitals ("President Xi Meets President Putin") with those in small letters that name nobody."""
    words = sentence.words
    if sentence.zone not in ("title", "heading") or sum(w[0].isupper() for w in words) * 2 < len(words):
        return words
    plain = lexicon.headline_words if sentence.zone == "title" else lexicon.triggers
    named = _in_long_names(words, lows, lexicon)
    pairs = enumerate(zip(words, lows, strict=True))
    return [low if n and low in plain and n not in named else word for n, (word, low) in pairs]


def _in_long_names(words: list[str], lows: list[str], lexicon: Lexicon) -> set[int]:
    """The tokens of names of several words, which keep their capitals ("United States", "New Zealand")."""
    found: set[int] = set()
    for at in range(len(words)):
        match = lexicon.match(words, lows, at) if at not in found and words[at][0].isupper() else None
        if match and match[0] > at + 1 and not set(match[1]) <= {"r", "g"}:
            found |= set(range(at, match[0]))
    return found


def _in_mixed_case(words: list[str], lexicon: Lexicon) -> list[str]:
    """The words of a headline all in capitals as they are usually written."""
    loud = [n for n, w in enumerate(words) if len(w) > 1 and w.isupper() and w.isalpha()]
    if len(loud) < _FEW_LOUD or any(w.islower() for w in words):
        return words
    words = words.copy()
    for n in loud:
        words[n] = words[n] if lexicon.is_listed(words[n]) else words[n].capitalize()
    return words


def _given(sentence: Sentence, text: str, names: Sequence[tuple[int, int, str]]) -> dict[int, Item]:
    """The names that are made of whole tokens of the sentence, by the token they start at."""
    firsts, ends = ({at: n for n, at in enumerate(x)} for x in (sentence.starts, sentence.ends))
    found: dict[int, Item] = {}
    for start, end, kind in names:
        if start in firsts and end in ends:
            words = text[start:end]
            value: dict[str, Any] | None = None if kind == "person" else {}
            found[firsts[start]] = Item(NAME_CODES[kind], firsts[start], ends[end] + 1, words, words.casefold(), value)
    return found


def _times(sentence: Sentence, text: str, hints: str) -> dict[int, Item]:
    """Dates and durations by the token they start at."""
    found: dict[int, Item] = {}
    for code, finder in (("U", find_durations), ("D", find_dates)):
        for expression in finder(text, sentence.start, sentence.end) if code in hints else ():
            first = bisect_left(sentence.starts, expression.start)
            if first == len(sentence.starts) or sentence.starts[first] != expression.start:
                continue
            last = max(bisect_right(sentence.ends, expression.end), first + 1)
            words = text[expression.start : sentence.ends[last - 1]]
            found[first] = Item(code, first, last, words, words.casefold(), expression)
    return found


def _one(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> Item:
    """The item at a word that is not one of the lexicon's plain words."""
    word, low = words[at], lows[at]
    if word in HONOURED and _is_honoured(words[at + 1 : at + 2], lexicon):
        return Item("q", at, at + 1, word, low, {"q": lexicon.gazetteer.honorifics.get(word)})
    if word[:1].isupper() and (firm := end_of_firm(at, words, lows, lexicon)) > at:
        return Item("N", at, firm, joined(words[at:firm]), low)
    if at + 3 < len(words) and lows[at + 1] in _AND and (half := _half_of_name(at, words, lexicon)):
        return half
    if at and low in _COUNTERPARTS:
        return Item("x", at, at + 1, word, low)
    match = lexicon.match(words, lows, at)
    if match and "L" in match[1] and at and is_surname(at, match[0], words, lows, lexicon):
        end = capital_run(at, words, lows, lexicon)
        return Item("c", at, end, joined(words[at:end]), low)
    if match and low in lexicon.modifiers and match[0] == at + 1 and _before_remit(at + 1, words, lows, lexicon):
        return Item("a", at, at + 1, word, low)
    if match is None and low in lexicon.heads and at + 1 < len(words) and _takes_object(word, lows[at + 1]):
        return Item("r", at, at + 1, word, low)
    if low in lexicon.modifiers and word[0].isupper() and not match and _before_office(at + 1, words, lows, lexicon):
        return Item("a", at, at + 1, word, low)
    if low in lexicon.words_of_visits and _names_a_visit(at, lows, lexicon):
        return Item("x", at, at + 1, word, low)
    run = capital_run(at, words, lows, lexicon)
    if match and "r" in match[1] and match[0] == at + 1 and run > at + 2 and lows[at + 1] in _SONS:
        return Item("P", at, run, joined(words[at:run]), "")  # "Prince Sultan bin Saad" is called Sultan
    if match and "P" in match[1] and len(match[1]) == 1 and run > match[0]:
        run = before_letters(match[0], run, words, lows, lexicon)
        run = run if not is_loud(words) else with_particles(match[0], run, lows, lexicon)
        return Item("P", at, run, _named_by(words[at:run]), "", None if run > match[0] else match[1])
    if match and "M" in match[1] and _owns_an_office(at, match[0], words, lows, lexicon):
        return Item("t", at, at + 1, word, low)
    if match and "M" in match[1] and _is_remit_of(at, match[0], words, lows, lexicon):
        return Item("c", at, match[0], joined(words[at : match[0]]), low)
    if match and not (low in lexicon.classes and match[0] == at + 1 and not word[0].isupper()):
        return _named(at, match, words, lows[at - 1] if at else "", lexicon)
    if run == at + 1 and "-" in word and low.rpartition("-")[2] in lexicon.compounds:
        return Item("x", at, at + 1, word, low)  # "a Canada-based group"
    if (
        run > at
        and ("-" in word or "‑" in word)
        and _NAMED_FOR.isdisjoint(lows[run : run + 1])
        and (pair := _pair(at, word, lexicon))
    ):
        return pair
    if run > at:
        for stop in range(at + 1, run):
            linked = lows[stop] in lexicon.particles or lows[stop - 1] in lexicon.particles  # "Turki bin Abdulaziz Al Saud"
            goes_on = linked or leads_to_surname(words, stop, run)
            match_inside = None if goes_on else lexicon.match(words, lows, stop)
            if match_inside and set(match_inside[1]) == {"P"} and lexicon.given_names.issuperset(words[at:stop]):
                continue  # "Ahmed Nasser Al Mohammed Al Sabah" is not Nasser Al Mohammed
            if begins_another(match_inside, stop):
                run = stop
                break
        if title := behind_title(at, run, words, lexicon):
            return Item("r", at, title, joined(words[at:title]), joined(lows[at:title]))
        run = before_person(at, run, words, lows, lexicon)
        while run > at + 1 and lows[run - 1] in lexicon.particles:
            run -= 1
        return Item("P" if is_full_name(words[at:run], lexicon) else "c", at, run, _named_by(words[at:run]), low)
    code = lexicon.classes.get(low)
    if code is None and low in lexicon.modifiers:
        code = "a"
    return Item(code or "x", at, at + 1, word, low)


def _named_by(words: list[str]) -> str:
    """The name without the letters behind it ("Ada Quist MP")."""
    return joined(words[:-1] if len(words) > 2 and words[-1].replace(".", "") in LETTERS else words)


def _takes_object(word: str, behind: str) -> bool:
    """Whether an office goes on with what it is of, in capitals also with what it is for ("Director for Asia")."""
    return behind in _OF or (word[0].isupper() and behind in _FOR)


def _is_honoured(behind: list[str], lexicon: Lexicon) -> bool:
    """Whether a form of address leads to an office or name, not to the rest of a loud headline ("HE US envoy X")."""
    return bool(behind) and behind[0][0].isupper() and (not behind[0].isupper() or lexicon.is_listed(behind[0]))


def _half_of_name(at: int, words: list[str], lexicon: Lexicon) -> Item | None:
    """The first of two states that share a word of their names: "North and South Korea", "North and South Korean leaders"."""
    both = lexicon.match(words, words, at + 2)
    if both is None or both[0] != at + 4 or not words[at][0].isupper():
        return None
    match = lexicon.match([words[at], words[at + 3]], [words[at], words[at + 3]], 0)
    code = next((c for c in "CA" if match and match[0] == 2 and c in match[1] and c in both[1]), None)
    return Item(code, at, at + 1, words[at], words[at].casefold(), match[1]) if match and code else None


def _names_a_visit(at: int, lows: list[str], lexicon: Lexicon) -> bool:
    """Whether a word is part of "Official Visit", which no name is however it is written."""
    kinds, nouns = lexicon.visit_words
    if lows[at] not in kinds and lows[at] not in nouns:
        return False
    return (lows[at] in kinds and at + 1 < len(lows) and lows[at + 1] in nouns) or (
        lows[at] in nouns and at > 0 and lows[at - 1] in kinds
    )


def _pair(at: int, word: str, lexicon: Lexicon) -> Item | None:
    """Two names joined by a hyphen ("Trump-Putin summit", "US-China talks")."""
    parts = re.split("[-‑]", word)
    if fold(word) in lexicon.surnames:
        return None  # "Dlamini-Zuma" is one person
    if len(parts) != 2 or not all(p[:1].isupper() and lexicon.is_name(p) for p in parts):
        return None
    sides = []
    for part in parts:
        match = lexicon.match([part], [part.casefold()], 0)
        named = _named(0, match, [part], "", lexicon) if match else None
        is_side = named is not None and (named.code in "CA" or (named.code == "N" and part.casefold() in _TREATING))
        sides.append(named if named and is_side else Item("n", at, at + 1, part, part.casefold()))
    return Item("G", at, at + 1, word, word.casefold(), Mention(rank="pair", owners=sides, definite=True))


def _before_office(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether an office begins at a token, directly or behind another adjective of rank ("Deputy Assistant Secretary")."""
    if at >= len(words):
        return False
    match = lexicon.match(words, lows, at)
    if match and not ("r" in match[1] or "g" in match[1]):
        behind = match[0] + (match[0] < len(words) and lows[match[0]] in ("'s", "’s"))
        return any(c in match[1] for c in "ACN") and _before_office(behind, words, lows, lexicon)
    if match or (lows[at] in lexicon.heads and not _OF.isdisjoint(lows[at + 1 : at + 2])):
        return True
    return lows[at] in lexicon.modifiers and _before_office(at + 1, words, lows, lexicon)


def _owns_an_office(at: int, stop: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether the name of a paper is the adjective of an office's country ("The Australian Minister for Trade")."""
    inner = lexicon.match(words, lows, at + 1) if stop == at + 2 else None
    return inner is not None and "A" in inner[1] and _before_office(stop, words, lows, lexicon)


def _is_remit_of(at: int, stop: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether the name of a paper is an office's remit ("Foreign Policy Advisor")."""
    return lexicon.remit_words.issuperset(lows[at:stop]) and _before_office(stop, words, lows, lexicon)


def _before_remit(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether an office begins behind words of its remit ("Chief Foreign Policy Advisor")."""
    stop = at
    while stop < min(at + 4, len(lows)) and lows[stop] in lexicon.remit_words:
        stop += 1
    match = lexicon.match(words, lows, stop) if at < stop < len(words) else None
    return match is not None and "r" in match[1]


def _named(at: int, match: tuple[int, dict[str, Any]], words: list[str], before: str, lexicon: Lexicon) -> Item:
    """The likeliest reading; a city that also stands for a body ("Brussels") is the city where one goes or is."""
    end, readings = match
    text = joined(words[at:end])
    code = next(filter(readings.__contains__, "CPINMLAKZrgq"))
    if code == "N" and "L" in readings and before in lexicon.before_places:
        code = "L"
    return Item("N" if code == "K" else code, at, end, text, text.casefold(), readings)


def _unglue(sentence: Sentence, lexicon: Lexicon) -> None:
    """Cut a small word off the name it was glued to by whoever copied the text ("Bidenwill visit"), and "then-" off an office."""
    for at in range(len(sentence.words) - 1, -1, -1):
        if cut := lexicon.cuts[sentence.words[at]]:
            _split(sentence, at, cut)
    sentence.lows, sentence.codes, sentence.marks = lexicon.text_rules.known(sentence.words)


def _split(sentence: Sentence, at: int, length: int) -> None:
    """Make two tokens of one."""
    word, middle = sentence.words[at], sentence.starts[at] + length
    sentence.words[at : at + 1] = [word[:length], word[length:]]
    sentence.ends[at : at + 1] = [middle, sentence.ends[at]]
    sentence.starts.insert(at + 1, middle)
