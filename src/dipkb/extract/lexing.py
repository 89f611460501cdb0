"""From tokens to items, longest first: dates, names and offices of the tables, capitalised names, function words."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from dipkb.extract.dates import find_dates
from dipkb.extract.document import Item, Mention
from dipkb.extract.durations import find_durations
from dipkb.extract.framefiles import read_frames
from dipkb.extract.lexicon import APOSTROPHES, ARTICLE_NAME, CUT, HONOURED, INITIALS, OPEN, RESPELT, SMALL_SIGN, Lexicon, fold
from dipkb.extract.text import Sentence
from dipkb.extract.wordlists import each, endings, listed, stems

_SIBILANT = endings("sibilant")
_AFFAIRS, _AND, _FOR, _MAY, _OF = each("Affairs", "and", "for", "May", "of")
_COUNTERPARTS, _SONS = listed("events", "counterparts"), listed("names", "sons")
_NAME_ARTICLE = stems("name_article")

_OF_PEOPLE = frozenset(read_frames("dates")["people_verbs"])
_NAMED_FOR = listed("names", "named_for")  # "the Biden-Harris administration" is no pair
_SHORT_NAMES = listed("names", "short_names")
_FIRMS, _LONGEST_FIRM = listed("names", "firms"), 9  # what a firm's name ends with, and its words
LETTERS = listed("names", "letters_behind_names")


_FEW = 5  # words; fewer make no headline
NAME_CODES = {"person": "P", "organisation": "N"}
_FEW_LOUD = 3
_TREATING = frozenset(read_frames("words")["treating"])
NAME_WORDS = 4  # words in the longest name that is taken for a person's by its first word alone


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
        return None if _is_initial(at, words) else ready
    lead = lexicon.leads[words[at]]
    if lead is None or (at + 1 < len(words) and (words[at + 1] in lead or lows[at + 1] in lead)):
        return None
    ready.code = lexicon.classes[lows[at]]
    return ready


def _small_signs(words: list[str]) -> list[int]:
    """Where an apostrophe or an initial stands as a token of its own, whose neighbours tell what it is."""
    return [n for n, word in enumerate(words) if word in APOSTROPHES or (word in INITIALS and _is_initial(n, words))]


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


def is_loud(words: list[str]) -> bool:
    """Whether most words are written like names, so that a verb behind a name looks like part of it ("Kim Jong Un Accepts …")."""
    return len(words) > _FEW and sum(w[0].isupper() for w in words) * 3 > len(words) * 2


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
    if (firm := _end_of_firm(at, words)) > at and ((known := lexicon.match(words, lows, at)) is None or known[0] < firm):
        return Item("N", at, firm, _joined(words[at:firm]), low)
    if at + 3 < len(words) and lows[at + 1] in _AND and (half := _half_of_name(at, words, lexicon)):
        return half
    if at and low in _COUNTERPARTS:
        return Item("x", at, at + 1, word, low)
    match = lexicon.match(words, lows, at)
    if match and "L" in match[1] and at and _is_surname(at, match[0], words, lows, lexicon):
        end = _capital_run(at, words, lows, lexicon)
        return Item("c", at, end, _joined(words[at:end]), low)
    if match and low in lexicon.modifiers and match[0] == at + 1 and _before_remit(at + 1, words, lows, lexicon):
        return Item("a", at, at + 1, word, low)
    if match is None and low in lexicon.heads and at + 1 < len(words) and _takes_object(word, lows[at + 1]):
        return Item("r", at, at + 1, word, low)
    if low in lexicon.modifiers and word[0].isupper() and not match and _before_office(at + 1, words, lows, lexicon):
        return Item("a", at, at + 1, word, low)
    if low in lexicon.words_of_visits and _names_a_visit(at, lows, lexicon):
        return Item("x", at, at + 1, word, low)
    run = _capital_run(at, words, lows, lexicon)
    if match and "r" in match[1] and match[0] == at + 1 and run > at + 2 and lows[at + 1] in _SONS:
        return Item("P", at, run, _joined(words[at:run]), "")  # "Prince Sultan bin Saad" is called Sultan
    if match and "P" in match[1] and len(match[1]) == 1 and run > match[0]:
        run = _before_letters(match[0], run, words, lows, lexicon)
        run = run if not is_loud(words) else _with_particles(match[0], run, lows, lexicon)
        return Item("P", at, run, _named_by(words[at:run]), "", None if run > match[0] else match[1])
    if match and "M" in match[1] and _owns_an_office(at, match[0], words, lows, lexicon):
        return Item("t", at, at + 1, word, low)
    if match and "M" in match[1] and _is_remit_of(at, match[0], words, lows, lexicon):
        return Item("c", at, match[0], _joined(words[at : match[0]]), low)
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
            goes_on = linked or _leads_to_surname(words, stop, run)
            match_inside = None if goes_on else lexicon.match(words, lows, stop)
            if match_inside and set(match_inside[1]) == {"P"} and lexicon.given_names.issuperset(words[at:stop]):
                continue  # "Ahmed Nasser Al Mohammed Al Sabah" is not Nasser Al Mohammed
            if _begins_another(match_inside, stop):
                run = stop
                break
        if title := _behind_title(at, run, words, lexicon):
            return Item("r", at, title, _joined(words[at:title]), _joined(lows[at:title]))
        run = _before_person(at, run, words, lows, lexicon)
        while run > at + 1 and lows[run - 1] in lexicon.particles:
            run -= 1
        return Item("P" if _is_full_name(words[at:run], lexicon) else "c", at, run, _named_by(words[at:run]), low)
    code = lexicon.classes.get(low)
    if code is None and low in lexicon.modifiers:
        code = "a"
    return Item(code or "x", at, at + 1, word, low)


def _end_of_firm(at: int, words: list[str]) -> int:
    """Where the name of a firm ends that says so ("Guangzhou Tasneem Trading Company Limited"); the index itself if none does."""
    end = at
    while end < min(len(words), at + _LONGEST_FIRM) and words[end][:1].isupper():
        end += 1
    return next((i + 1 for i in range(end - 1, at, -1) if words[i] in _FIRMS), at)


def _named_by(words: list[str]) -> str:
    """The name without the letters behind it ("Ada Quist MP")."""
    return _joined(words[:-1] if len(words) > 2 and words[-1].replace(".", "") in LETTERS else words)


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


def _is_surname(at: int, stop: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether a name that a town has as well follows an office and leads to the rest of a name ("Minister Gao Hucheng")."""
    behind = words[stop] if stop < len(words) else ""
    alone = stop == at + 1 and behind[:1].isupper() and behind.isalpha() and not lexicon.match(words, lows, stop)
    given = words[at] in lexicon.given_names and lows[at - 1] not in lexicon.before_places and not is_loud(words)
    return alone and (lows[at - 1] in lexicon.remit_heads or given) and behind not in lexicon.not_people


def _before_letters(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """Where a name ends before the letters of a state or body ("Jane Doe UK visit")."""
    letters = (n for n in range(at, run) if words[n].isupper() and len(words[n]) > 1)
    matches = ((n, lexicon.match(words, lows, n)) for n in letters)
    return next((n for n, found in matches if found and ("C" in found[1] or "N" in found[1])), run)


def _with_particles(at: int, run: int, lows: list[str], lexicon: Lexicon) -> int:
    """Where a name ends that goes on with small words ("bin Hamad") among words that are all written like names."""
    while at < run and (lows[at] in lexicon.particles or lows[at - 1] in lexicon.particles or lows[at].startswith(_NAME_ARTICLE)):
        at += 1
    return at


def _begins_another(match: tuple[int, dict[str, Any]] | None, at: int) -> bool:
    """Whether a match within a run of capitals is a name of its own; a town may be part of one ("Atanasio Salvador M'tumuke")."""
    return match is not None and not (match[0] == at + 1 and set(match[1]) <= {"L", "Z"})


def _leads_to_surname(words: list[str], at: int, run: int) -> bool:
    """Whether a surname with its article stands behind a word, so that it is a given name ("Abdel Fatah al-Sisi")."""
    return at + 1 < run and words[at].isalpha() and ARTICLE_NAME.match(words[at + 1][:1].lower() + words[at + 1][1:]) is not None


def _names_a_visit(at: int, lows: list[str], lexicon: Lexicon) -> bool:
    """Whether a word is part of "Official Visit", which no name is however it is written."""
    kinds, nouns = lexicon.visit_words
    if lows[at] not in kinds and lows[at] not in nouns:
        return False
    return (lows[at] in kinds and at + 1 < len(lows) and lows[at + 1] in nouns) or (
        lows[at] in nouns and at > 0 and lows[at - 1] in kinds
    )


def _is_full_name(words: list[str], lexicon: Lexicon) -> bool:
    """Whether capitalised words begin with a given name, so that somebody no table knows is a person and nothing else."""
    return 2 <= len(words) <= NAME_WORDS and words[0] in lexicon.given_names and lexicon.not_people.isdisjoint(words)


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


def _before_person(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """Where a remit or body ends and a person's name begins in one run of capitals ("Foreign Affairs Department Lin Tao")."""
    if lows[at] in lexicon.remit_words and (stop := _behind_remit(at, run, words, lows, lexicon)):
        return stop
    for stop in range(run - 2, at, -1):
        last = words[stop - 1]
        if last in lexicon.organisation_heads or (lows[stop - 1] in lexicon.remit_words and last in _AFFAIRS):
            named = words[stop:run]
            return run if any(w in lexicon.not_people or w.casefold() in lexicon.remit_words for w in named) else stop
    if words[at] in lexicon.given_names:
        return run
    starts = (n for n in range(at + 1, run - 1) if lows[n - 1] not in lexicon.particles)  # "Muqrin bin Abdulaziz Al Saud"
    return next((n for n in starts if _is_full_name(words[n:run], lexicon)), run)


def _behind_title(at: int, run: int, words: list[str], lexicon: Lexicon) -> int | None:
    """Where an office no table knows ends within a run of capitals, and a name begins ("National Cyber Director Jane Doe")."""
    stop = next((n for n in range(run - 1, at, -1) if words[n - 1] in lexicon.title_heads), None)
    return stop if stop and lexicon.not_people.isdisjoint(words[stop:run]) else None


def _behind_remit(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int | None:
    """Where the remit of a minister ends and the name begins ("Minister of Trade Omer Bolat")."""
    stop = at + 1
    while stop < run and lows[stop] in lexicon.remit_words:
        stop += 1
    named = words[stop:run]
    if not named or any(w in lexicon.not_people or w.casefold() in lexicon.remit_words for w in named):
        return None
    return stop if any(low in lexicon.remit_heads for low in lows[max(0, at - 9) : at]) else None


def _joined(words: list[str]) -> str:
    return " ".join(words).replace(" .", ".").replace(" '", "'").replace(" ’", "’")


def _capital_run(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """The end of the capitalised words that start at a token; the token itself where there are none."""
    word, low = words[at], lows[at]
    named = word[0].isupper() and word[0].isalpha() and not (_opens(at, words) and low in lexicon.openers)
    if not named and not ARTICLE_NAME.match(word):
        return at
    if low in lexicon.classes and not _is_initial(at, words):
        return at
    end, total = at + 1, len(words)
    while end < total:
        word, after = words[end], words[end + 1] if end + 1 < total else " "
        capital = (word[0].isupper() or ARTICLE_NAME.match(word)) and (
            lows[end] not in lexicon.classes or (word in INITIALS and _is_initial(end, words))
        )
        initial = word == "." and (len(words[end - 1]) == 1 or words[end - 1] in _SHORT_NAMES) and after[0].isupper()
        particle = lows[end] in lexicon.particles and (after[0].isupper() or after.casefold() in lexicon.particles)
        if capital or initial or particle:
            end += 1
        else:
            break
    while end > at + 1 and not words[end - 1][0].isupper() and not ARTICLE_NAME.match(words[end - 1]):
        end -= 1
    return end


def _is_initial(at: int, words: list[str]) -> bool:
    """Whether a letter shortens a given name ("A. Krishnan", "I. K. Verma"); or "May" is somebody's name, by what follows."""
    if words[at] in _MAY:
        after = words[at + 1] if at + 1 < len(words) else ""
        return after in ("'s", "’s") or after in _OF_PEOPLE
    return len(words[at]) == 1 and words[at].isupper() and words[at + 1 : at + 2] == ["."] and words[at + 2 : at + 3] != []


def _opens(at: int, words: list[str]) -> bool:
    return at == 0 or words[at - 1] in '“"‘'


def _named(at: int, match: tuple[int, dict[str, Any]], words: list[str], before: str, lexicon: Lexicon) -> Item:
    """The likeliest reading; a city that also stands for a body ("Brussels") is the city where one goes or is."""
    end, readings = match
    text = _joined(words[at:end])
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
