"""The words the reader knows: function words, gazetteer names and roles, as one trie over tokens.

Built once per process from ``seeds/frames/*.yaml`` and the gazetteer; reading an article only looks things up.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from sys import intern
from typing import Any

from dipkb.errors import DataError
from dipkb.extract.codes import CLASS_CODES, KIND_CODES, PUNCTUATION
from dipkb.extract.dategrammar import read_grammar
from dipkb.extract.framefiles import read_frames
from dipkb.extract.memo import Memo
from dipkb.extract.namewords import NameWords
from dipkb.extract.text import TOKEN, TextRules
from dipkb.extract.wordlists import any_of, forms, listed, pattern_named, text_of, texts
from dipkb.gazetteer import Gazetteer
from dipkb.gazetteer.records import Country, Role

_REMIT, _JUNIOR, _TITLE_OR_RANK = pattern_named("remit_behind"), texts("names", "junior"), listed("names", "title_or_rank")
_OF, _FOR = text_of("names", "of_remit"), text_of("names", "for_remit")
_REMIT_LAST = listed("names", "remit_last")

HONOURED = listed("names", "honoured")  # before a name or office; in small letters some are words
OPEN = "_"  # in the place of a code that is to be found yet
CUT, RESPELT, SMALL_SIGN = "/~'"  # what can be about a word, beside the hints of the date grammar
APOSTROPHES, INITIALS = frozenset("'’"), listed("names", "initials")  # INITIALS are parts of names that are words as well
_DOTTED = re.compile(r"[A-Z](?:\.[A-Z])+\.?")
# A surname that begins with an article in small letters ("al-Sharaa").
ARTICLE_NAME = pattern_named("article_name")
_FORMERLY = pattern_named("formerly", re.IGNORECASE)

SURNAME_FIRST = frozenset({"CHN", "KOR", "PRK", "JPN", "VNM", "HUN", "KHM", "SGP", "TWN"})


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """A name without case, accents, apostrophes and hyphens, for comparing.

    >>> fold("Arévalo"), fold("El-Sisi")
    ('arevalo', 'el sisi')
    """
    plain = unicodedata.normalize(
        "NFKD", text.replace("’", "").replace("'", "").replace("-", " ").replace("ı", "i").replace("ł", "l")
    )
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class Lexicon(NameWords):
    """Function words, names and roles; ``match`` finds the longest name or role that starts at a token."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        super().__init__()
        self.gazetteer = gazetteer
        words = read_frames("words")
        self.classes: dict[str, str] = {}
        for name, code in CLASS_CODES.items():
            for word in words[name]:
                self.classes.setdefault(word, code)
        self.classes |= dict.fromkeys(forms("of"), "o")
        self.persons_of = {
            w: name.split("_")[1] for name in CLASS_CODES if name.startswith(("pronouns", "possessives")) for w in words[name]
        }
        self.modifiers = frozenset(words["modifiers"])
        self.particles = frozenset(words["particles"])
        self.openers = frozenset(words["openers"]) | frozenset(self.classes)
        self.groups = {word: kind for kind, list_ in words["groups"].items() for word in list_}
        self.relations = frozenset(words["relations"])
        self.group_determiners, self.public_people = frozenset(words["group_determiners"]), frozenset(words["public_people"])
        self.companions, self.described_people = frozenset(words["companions"]), frozenset(words["described_people"])
        self.staff, self.staff_kinds = frozenset(words["staff"]), frozenset(words["staff_kinds"])
        self.openers |= self.staff
        # Plain words that can stand for people or lead to such a word, with an article or without ("officials", "two").
        self.phrase_words = self.staff | self.group_determiners | self.relations | frozenset(self.groups)
        self.opening_words = self.phrase_words | self.remit_words  # the phrase for a person or a group begins with no other
        self.not_given = self._not_given()
        self.given_names = self._given_names()
        self.gendered = {fold(name): gender for gender, names in read_frames("given").items() for name in names}
        self.glued = re.compile(f"(?:{any_of(words['glued'])})$")
        self.glued_before = re.compile(f"(?:{any_of(words['glued_before'])})(?=[A-Z][a-z]{{2}})")
        self.text_rules = TextRules(read_frames("text"), self.openers, self._known)
        self._names: dict[str, Any] = {}
        self._roles: dict[str, Any] = {}
        self._fill()
        self.plain, self.cuts, self.spelt = Memo(self._plain_code), Memo(self._cut), Memo(self._spelt)
        self._roles_read, self._frames = Memo(self._read_role), Memo(self._frame)
        self.leads, self.hints = Memo(self._lead), read_grammar().hints

    def _known(self, word: str) -> tuple[str, str, str]:
        """A word in small letters, its plain code, and what is to be done about it, one sign each."""
        return intern(word.casefold()), self.plain[word], self._marks(word)

    def _lead(self, word: str) -> frozenset[str] | None:
        """The words behind a function word with which it can be more than that ("the Gambia"); ``None`` if not behind alone."""
        low = word.casefold()
        nodes = (self._names.get(word, {}), self._roles.get(low, {}))
        otherwise = low in self.heads or low in self.modifiers or any(low in w for w in self.visit_words)
        if low not in self.classes or otherwise or word in HONOURED or "" in nodes[0] or "" in nodes[1]:
            return None
        return forms("and").union(nodes[0], nodes[1])

    def _marks(self, word: str) -> str:
        signs = CUT * bool(self.cuts[word]) + RESPELT * (self.spelt[word] != word)
        return signs + SMALL_SIGN * (word in APOSTROPHES or word in INITIALS) + self.hints[word]

    def _plain_code(self, word: str) -> str:
        """The code of a word with which no name or office can begin, so that it is the same everywhere; else ``OPEN``."""
        low = word.casefold()
        if low in PUNCTUATION:
            return PUNCTUATION[low]
        if word in HONOURED or word in self._names or low in self._roles or low in self.heads:
            return OPEN
        if word[0].isupper():
            return self.classes.get(low, OPEN) if low not in self.modifiers else OPEN
        if ARTICLE_NAME.match(word):
            return OPEN
        return self.classes.get(low) or ("a" if low in self.modifiers else "x")

    def _spelt(self, word: str) -> str:
        """A word as the tables write it: of surnames in capitals ("Emmanuel MACRON") and abbreviations with dots ("I.A.E.A.")."""
        if word.isupper() and word.isalpha() and len(word) > 3 and not self.is_listed(word):
            return word.capitalize() if self.is_name(word.capitalize()) else word
        if "." in word and _DOTTED.fullmatch(word) and not self.is_listed(word):
            return next((form for form in (word + ".", word.replace(".", "")) if self.is_listed(form)), word)
        return word

    def _cut(self, word: str) -> int:
        """Where a second word begins in one ("Bidenwill", "withBiden", "then-president"); 0 where none does."""
        if "-" in word and (formerly := _FORMERLY.match(word)):
            return formerly.end()
        if (
            len(word) > 5
            and word.casefold() not in self.remit_words
            and word[0].isupper()
            and word[1:].islower()
            and (cut := self.glued.search(word))
        ):
            name = word[: cut.start()]
            return len(name) if len(name) > 3 and self.is_name(name) and not self.is_name(word) else 0
        if word[0].islower() and (small := self.glued_before.match(word)):
            behind = word[small.end() :]
            return small.end() if self.is_name(behind) or behind.casefold() in self._roles else 0
        return 0

    def _fill(self) -> None:
        self.small_names = {TOKEN.findall(form)[0] for form, _, _ in self._called() if form[0].islower()}
        self.surnames: set[str] = set()
        for form, kind, payload in chain(self.gazetteer.surface_forms(), self._called()):
            if kind == "surname":
                self.surnames.add(fold(form))
                continue
            code = KIND_CODES[kind]
            value: object = payload
            if isinstance(payload, Country):
                value = payload.iso3
            elif kind == "metonym":
                code = "N"
            node = self._roles if code in "rgq" else self._names
            for token in TOKEN.findall(form):
                token = token.casefold() if code in "rgq" else token
                node = node.setdefault(token, {})
            node.setdefault("", {}).setdefault(code, value)

    def _called(self) -> Iterator[tuple[str, str, object]]:
        """What the language of the articles calls states and towns, where that is not English; some writes small.

        Raises:
            DataError: ``called.yaml`` names a state or town that no table has.
        """
        called = read_frames("called")
        for code, forms_of in called["countries"].items():
            country = self.gazetteer.country(code)
            if country is None:
                raise DataError(f"called.yaml: no country has the code '{code}'")
            yield from ((form, "country", country) for form in forms_of.get("names", ()))
            yield from ((form, "demonym", country) for form in forms_of.get("adjectives", ()))
        cities = {city.name: city for city in self.gazetteer.cities} if called["cities"] else {}
        if unknown := [name for name in called["cities"] if name not in cities]:
            raise DataError(f"called.yaml: no table has the town '{unknown[0]}'")
        yield from ((form, "city", cities[name]) for name, forms_of in called["cities"].items() for form in forms_of)

    def role(self, words: str, place: str | None) -> Role | None:
        """What an office's words mean in a place; the words with a remit ("minister for trade") go by the remit."""
        return self._roles_read[words, place]

    def _read_role(self, asked: tuple[str, str | None]) -> Role | None:
        words, place = asked
        found = self.gazetteer.role(words, place)
        if found is not None and place is None and found.places and not found.implies:
            found = self.gazetteer.role(words, self.names["usual_place"].get(words.casefold())) or found
        if found is None and " " in words and not _REMIT.search(words):
            return self._remit_first(words, place)
        if found is None and " " in words:
            junior = any(junior in words.casefold() for junior in _JUNIOR)
            head, _, remit = words.partition(_OF) if _OF in words and not junior else words.partition(_FOR)
            base = self.gazetteer.role(head, place)
            junior = junior or head.casefold().split()[-1] not in _REMIT_LAST  # "director of foreign affairs"
            return Role(words, "", "other" if junior else self._remit_rank(remit), "", (), base.implies, "") if base else None
        return found

    def singular(self, office: str | None) -> str | None:
        """An office's words for one of several who hold it ("presidents")."""
        role = self.role(office, None) if office else None
        return role.form if role and fold(role.plural) == fold(office or "") else office

    def _remit_first(self, words: str, place: str | None) -> Role | None:
        """An office that names its remit first ("digital affairs minister")."""
        remit, _, head = words.rpartition(" ")
        base = self.gazetteer.role(head, place)
        rank = self._remit_rank(remit) if head.casefold() in _REMIT_LAST else "other"
        return Role(words, "", rank, base.gender, (), base.implies, "") if base else None

    def _remit_rank(self, remit: str) -> str:
        ranks = self.names["remit_ranks"].items()
        return next((r for r, names in ranks if any(n in remit.casefold() for n in names)), "other")

    def match(self, words: list[str], lows: list[str], at: int) -> tuple[int, dict[str, Any]] | None:
        """The longest name or role from token ``at``: its end and what it can be; a role wins over a name only when longer."""
        word = words[at]
        name = (
            _walk(self._names, words, at)
            if word in self._names and not (word[0].islower() and word not in self.small_names and not ARTICLE_NAME.match(word))
            else None
        )
        role = _walk(self._roles, lows, at) if lows[at] in self._roles else None
        if name and role:
            return name if name[0] >= role[0] else role
        return name or role

    def country_in(self, name: str) -> str | None:
        """The first country named in a name, by its noun or adjective."""
        words = TOKEN.findall(name)
        lows = [w.casefold() for w in words]
        for at in range(len(words)):
            match = self.match(words, lows, at)
            if match and (iso3 := match[1].get("C") or match[1].get("A")):
                return str(iso3)
        return None

    def town_in(self, dateline: str) -> str | None:
        """The country of the town that a dateline begins with; a town in capitals is one in small letters."""
        words = [w.title() if w.isupper() else w for w in TOKEN.findall(dateline)]
        match = self.match(words, [w.casefold() for w in words], 0) if words else None
        found = match[1] if match else {}
        land = found.get("C")  # "KUWAIT, March 21 (KUNA)"
        return getattr(found.get("L"), "country", None) or (str(land) if land else None)

    def body_named(self, name: str) -> str | None:
        """The name itself if it is that of an organisation of the tables."""
        words = TOKEN.findall(name)
        match = self.match(words, [w.casefold() for w in words], 0) if words else None
        return name if match and match[0] == len(words) and "N" in match[1] and not match[1]["N"].country else None

    def is_name(self, word: str) -> bool:
        """Whether one word alone is a name of the tables or a surname of somebody in them."""
        return self.is_listed(word) or fold(word) in self.surnames

    def is_listed(self, word: str) -> bool:
        """Whether one word, as it is written, is a name of the tables."""
        return "" in self._names.get(word, {})

    def _given_names(self) -> frozenset[str]:
        """First words of the names of people in the tables, where the given name comes first."""
        people = [p for p in self.gazetteer.people.values() if p.country not in SURNAME_FIRST]
        first = {name.split()[0] for p in people for name in (p.name, *p.aliases) if " " in name}
        first.update(name for names in read_frames("given").values() for name in names)
        return frozenset(w for w in first if len(w) > 2 and w.casefold() not in self.classes) - self.not_given

    def _not_given(self) -> frozenset[str]:
        """Words that stand first in names of people and are titles, or names of other things."""
        titles = {w.capitalize() for form in self.gazetteer.honorifics for w in form.split()}
        return frozenset(titles) | self.not_people

    def frame_of(self, publisher: str | None) -> re.Pattern[str]:
        """What matches the lines a publisher puts around its articles."""
        return self._frames[publisher]

    def _frame(self, publisher: str | None) -> re.Pattern[str]:
        return _any_of(self.gazetteer.boilerplate(publisher))

    def unhonoured(self, name: str) -> str:
        """A name of several words without the title before it ("Dr Tedros Adhanom Ghebreyesus", "Prince Faisal bin Farhan")."""
        first, _, rest = name.partition(" ")
        royal = fold(first) in self.royal and (fold(first) not in _TITLE_OR_RANK or bool(self.gazetteer.people_named(rest)))
        return rest if " " in rest and (royal or first in self.gazetteer.honorifics) else name

    def office_within(self, name: str) -> str | None:
        """The title that a name of the tables begins with ("Crown Prince" of "Crown Prince Haakon")."""
        words = name.split()
        found = _walk(self._roles, [w.casefold() for w in words], 0)
        return " ".join(words[: found[0]]) if found and found[0] < len(words) and "r" in found[1] else None

    def gender_of(self, name: str | None) -> str | None:
        """The gender of a full name by its given name."""
        first, _, rest = (name or "").partition(" ")
        return self.gendered.get(fold(first)) if rest else None


@lru_cache(maxsize=512)
def _any_of(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(any_of(patterns))


def _walk(node: dict[str, Any], words: list[str], at: int) -> tuple[int, dict[str, Any]] | None:
    best = None
    for n in range(at, len(words)):
        found = node.get(words[n])
        if found is None:
            break
        node = found
        if "" in node:
            best = n + 1, node[""]
    return best
