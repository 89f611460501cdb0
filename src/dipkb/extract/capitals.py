"""Runs of capitalised words: where a name begins and ends, and what before it is a title, a remit or a body."""

from __future__ import annotations

from typing import Any

from dipkb.extract.framefiles import read_frames
from dipkb.extract.lexicon import ARTICLE_NAME, INITIALS, Lexicon
from dipkb.extract.wordlists import each, listed, stems

_AFFAIRS, _AND, _MAY = each("Affairs", "and", "May")
_OF_PEOPLE = frozenset(read_frames("dates")["people_verbs"])
NAME_WORDS = 4  # words in the longest name that is taken for a person's by its first word alone
_FEW = 5  # words; fewer make no headline
_NAME_ARTICLE = stems("name_article")
_SHORT_NAMES = listed("names", "short_names")
_FIRMS, _LONGEST_FIRM = listed("names", "firms"), 9  # what a firm's name ends with, and its words


def capital_run(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """The end of the capitalised words that start at a token; the token itself where there are none."""
    word, low = words[at], lows[at]
    named = word[0].isupper() and word[0].isalpha() and not (opens(at, words) and low in lexicon.openers)
    if not named and not ARTICLE_NAME.match(word):
        return at
    if low in lexicon.classes and not is_initial(at, words):
        return at
    end, total = at + 1, len(words)
    while end < total:
        word, after = words[end], words[end + 1] if end + 1 < total else " "
        capital = (word[0].isupper() or ARTICLE_NAME.match(word)) and (
            lows[end] not in lexicon.classes or (word in INITIALS and is_initial(end, words))
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


def is_initial(at: int, words: list[str]) -> bool:
    """Whether a letter shortens a given name ("A. Krishnan", "I. K. Verma"); or "May" is somebody's name, by what follows."""
    if words[at] in _MAY:
        after = words[at + 1] if at + 1 < len(words) else ""
        return after in ("'s", "’s") or after in _OF_PEOPLE
    return len(words[at]) == 1 and words[at].isupper() and words[at + 1 : at + 2] == ["."] and words[at + 2 : at + 3] != []


def opens(at: int, words: list[str]) -> bool:
    """Whether a word begins the sentence, or a quotation in it."""
    return at == 0 or words[at - 1] in '“"‘'


def end_of_firm(at: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """Where the name of a firm ends that says so ("Harbour Shipping and Trading Limited"); the index itself if none does."""
    end = at
    while end < min(len(words), at + _LONGEST_FIRM) and words[end] not in _FIRMS:
        joins = lows[end] in _AND and end > at and words[at] not in lexicon.given_names
        if not (words[end][:1].isupper() or (joins and (lexicon.match(words, lows, at) or (0, {}))[0] != end)):
            return at
        end += 1
    known = lexicon.match(words, lows, at)
    found = at < end < len(words) and words[end] in _FIRMS
    return end + 1 if found and (known is None or known[0] <= end) else at


def before_person(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """Where a remit or body ends and a person's name begins in one run of capitals ("Foreign Affairs Department Lin Tao")."""
    if lows[at] in lexicon.remit_words and (stop := behind_remit(at, run, words, lows, lexicon)):
        return stop
    for stop in range(run - 2, at, -1):
        last = words[stop - 1]
        if last in lexicon.organisation_heads or (lows[stop - 1] in lexicon.remit_words and last in _AFFAIRS):
            named = words[stop:run]
            return run if any(w in lexicon.not_people or w.casefold() in lexicon.remit_words for w in named) else stop
    if words[at] in lexicon.given_names:
        return run
    starts = (n for n in range(at + 1, run - 1) if lows[n - 1] not in lexicon.particles)  # "Muqrin bin Abdulaziz Al Saud"
    return next((n for n in starts if is_full_name(words[n:run], lexicon)), run)


def behind_title(at: int, run: int, words: list[str], lexicon: Lexicon) -> int | None:
    """Where an office no table knows ends within a run of capitals, and a name begins ("National Cyber Director Jane Doe")."""
    stop = next((n for n in range(run - 1, at, -1) if words[n - 1] in lexicon.title_heads), None)
    return stop if stop and lexicon.not_people.isdisjoint(words[stop:run]) else None


def behind_remit(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int | None:
    """Where the remit of a minister ends and the name begins ("Minister of Trade Omer Bolat")."""
    stop = at + 1
    while stop < run and lows[stop] in lexicon.remit_words:
        stop += 1
    named = words[stop:run]
    if not named or any(w in lexicon.not_people or w.casefold() in lexicon.remit_words for w in named):
        return None
    return stop if any(low in lexicon.remit_heads for low in lows[max(0, at - 9) : at]) else None


def before_letters(at: int, run: int, words: list[str], lows: list[str], lexicon: Lexicon) -> int:
    """Where a name ends before the letters of a state or body ("Jane Doe UK visit")."""
    letters = (n for n in range(at, run) if words[n].isupper() and len(words[n]) > 1)
    matches = ((n, lexicon.match(words, lows, n)) for n in letters)
    return next((n for n, found in matches if found and ("C" in found[1] or "N" in found[1])), run)


def with_particles(at: int, run: int, lows: list[str], lexicon: Lexicon) -> int:
    """Where a name ends that goes on with small words ("bin Hamad") among words that are all written like names."""
    while at < run and (lows[at] in lexicon.particles or lows[at - 1] in lexicon.particles or lows[at].startswith(_NAME_ARTICLE)):
        at += 1
    return at


def begins_another(match: tuple[int, dict[str, Any]] | None, at: int) -> bool:
    """Whether a match within a run of capitals is a name of its own; a town may be part of one ("Atanasio Salvador M'tumuke")."""
    return match is not None and not (match[0] == at + 1 and set(match[1]) <= {"L", "Z"})


def leads_to_surname(words: list[str], at: int, run: int) -> bool:
    """Whether a surname with its article stands behind a word, so that it is a given name ("Abdel Fatah al-Sisi")."""
    return at + 1 < run and words[at].isalpha() and ARTICLE_NAME.match(words[at + 1][:1].lower() + words[at + 1][1:]) is not None


def is_full_name(words: list[str], lexicon: Lexicon) -> bool:
    """Whether capitalised words begin with a given name, so that somebody no table knows is a person and nothing else."""
    return 2 <= len(words) <= NAME_WORDS and words[0] in lexicon.given_names and lexicon.not_people.isdisjoint(words)


def is_surname(at: int, stop: int, words: list[str], lows: list[str], lexicon: Lexicon) -> bool:
    """Whether a name that a town has as well follows an office and leads to the rest of a name ("Minister Gao Hucheng")."""
    behind = words[stop] if stop < len(words) else ""
    alone = stop == at + 1 and behind[:1].isupper() and behind.isalpha() and not lexicon.match(words, lows, stop)
    given = words[at] in lexicon.given_names and lows[at - 1] not in lexicon.before_places and not is_loud(words)
    return alone and (lows[at - 1] in lexicon.remit_heads or given) and behind not in lexicon.not_people


def joined(words: list[str]) -> str:
    """Words as they stand in a text: no space before a full stop or an apostrophe."""
    return " ".join(words).replace(" .", ".").replace(" '", "'").replace(" ’", "’")


def is_loud(words: list[str]) -> bool:
    """Whether most words are written like names, so that a verb behind a name looks like part of it ("Kim Jong Un Accepts …")."""
    return len(words) > _FEW and sum(w[0].isupper() for w in words) * 3 > len(words) * 2
