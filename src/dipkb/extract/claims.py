"""What the article counts itself: "for the second time this year", "his third trip to China", "over 120 visits since March".

A count is a claim, never that many events. Patterns and number words are data, in ``seeds/frames/claims.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.event import CountClaim
from dipkb.extract.document import Entity, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.joined import Group
from dipkb.extract.parties import Parties
from dipkb.extract.resolve import resolve
from dipkb.extract.statements import Utterance
from dipkb.extract.wordlists import any_of, forms, pattern_named

_SINCE = forms("since")

_FIGURE = pattern_named("ordinal_figure", re.IGNORECASE)
_ROLES = {"Visit": "visitors", "Meeting": "participants", "Sanction": "senders"}


class Claims:
    """The compiled patterns; ``read`` gives the claims of one document."""

    def __init__(self) -> None:
        rules = read_frames("claims")
        self.ordinals, self.numbers = rules["ordinals"], rules["numbers"]
        self.nouns = {word: of for of, words in rules["nouns"].items() for word in words}
        words = {*rules["time"], *self.nouns, *rules["packages"]}
        self.cues = _shortest(words)
        self.leads = frozenset(max(words.split(), key=len) for words in (*rules["ordinals"], *rules["at_least"]))
        self.delegations = frozenset(rules["delegations"])
        bound, ordinal = any_of(rules["at_least"]), any_of(rules["ordinals"])
        number = r"\d[\d,]*|" + any_of(rules["numbers"])
        nouns = any_of(self.nouns)
        self.time = pattern_named("nth_time", re.IGNORECASE, ordinal=ordinal)
        self.nth = pattern_named("nth_of_owner", re.IGNORECASE, ordinal=ordinal, nouns=nouns)
        self.many = re.compile(rf"\b({bound})\s+({number})[”″\"’]?\s+((?:[\w-]+\s+){{0,3}}?)({nouns})\b", re.IGNORECASE)
        packages = any_of(rules["packages"])
        self.package = pattern_named("nth_package", re.IGNORECASE, ordinal=ordinal, packages=packages)
        self.year = re.compile(any_of(rules["periods"]["year"]), re.IGNORECASE)

    def read(self, lines: list[Line], groups: list[Group], parties: Parties, speech: list[Utterance]) -> Iterator[CountClaim]:
        """The claims of the body, each with the sentence that makes it."""
        for line in lines:
            if line.in_title or line.sentence.zone != "body":
                continue
            text = line.text[line.sentence.start : line.sentence.end]
            if self.leads.isdisjoint(line.sentence.lows) and not _FIGURE.search(text):
                continue  # neither an ordinal nor a bound stands in it
            for match in self.phrases(text):
                if match.re is self.many:
                    yield self.aggregate(line, match, parties, speech)
                else:
                    yield from self.ordinal(line, match, groups, parties)

    def phrases(self, text: str) -> Iterator[re.Match[str]]:
        """The phrases that count; they all end in "time" or one of the nouns."""
        if not any(map(text.lower().__contains__, self.cues)):
            return
        for pattern in (self.time, self.nth, self.many, self.package):
            yield from pattern.finditer(text)

    def number(self, phrase: re.Match[str]) -> int:
        """Which one, or how many, a phrase says."""
        word = phrase[2 if phrase.re is self.many else 1].casefold()
        return (self.numbers if phrase.re is self.many else self.ordinals).get(word) or int(re.sub(r"\D", "", word))

    def ordinal(self, line: Line, match: re.Match[str], groups: list[Group], parties: Parties) -> Iterator[CountClaim]:
        """The event of the sentence that is the n-th: the first one whose trigger stands before the phrase."""
        types = ("Sanction",) if match.re is self.package else ("Visit", "Meeting")
        told = [(g, m) for g in groups for m in g.members if m.line is line and g.type in types]
        if not told:
            return
        group, member = min(told, key=lambda pair: pair[1].at)
        role = _ROLES[group.type]
        yield CountClaim(
            of=group.type.casefold(),
            parties=tuple(e.party() for e in member.parties[role]),
            destination=member.destination if group.type == "Visit" else None,
            ordinal=self.number(match),
            period=self.period(line, line.sentence.start + match.end(), parties),
            counted=group.id,
            evidence=(line.evidence(),),
            rule="claim-ordinal",
        )

    def aggregate(self, line: Line, match: re.Match[str], parties: Parties, speech: list[Utterance]) -> CountClaim:
        at = line.sentence.start + match.end()
        said = next((u for u in speech if u.start <= line.sentence.start + match.start() <= u.end + 3 and line in u.lines), None)
        of = self.nouns[match[4].casefold()]
        text = line.text[line.sentence.start : line.sentence.end].casefold()
        delegated = any(w in self.delegations for w in re.findall(r"[a-z-]+", text))
        return CountClaim(
            of="delegation-visit" if of == "visit" and delegated else of,
            parties=tuple(e.party() for e in self.sides(line, parties)),
            at_least=self.number(match),
            period=self.period(line, at, parties),
            claimed_by=(said.speaker.party(),) if said and said.speaker else (),
            channel=tuple(e.party() for e in said.channel) if said else (),
            evidence=(line.evidence(),),
            rule="claim-aggregate",
        )

    def sides(self, line: Line, parties: Parties) -> list[Entity]:
        """The countries between which is counted: those the sentence names, as countries or by their adjectives."""
        found: dict[str, Entity] = {}
        for item in line.items:
            named = [item] if item.code in "AC" else item.value.owners if item.code == "G" else []
            for iso3 in filter(None, map(parties.country_of, named)):
                found.setdefault(iso3, parties.state(iso3))
        return list(found.values())

    def period(self, line: Line, at: int, parties: Parties) -> str | None:
        """The span counted over: the dates behind the phrase; "since March" runs to the day of publication."""
        for i, item in enumerate(line.items):
            if item.code != "D" or line.sentence.starts[item.i] < at - 1:
                continue
            when = resolve(item.value, parties.today, direction="past")
            if when is None:
                return None
            since = any(x.low in _SINCE for x in line.items[max(0, i - 6) : i])
            if since and parties.today:
                return f"{when.start}/{parties.today.isoformat()}"
            return str(when.start)
        text = line.text[at : line.sentence.end]
        return str(parties.today.year) if parties.today and self.year.search(text) else None


def _shortest(words: set[str]) -> list[str]:
    """The words that have none of the others in them: where none of these stands, none of all stands."""
    return [word for word in sorted(words) if not any(other in word for other in words - {word})]
