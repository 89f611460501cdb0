"""The channel words reach an article by: media, platforms, documents, offices that pass them on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dipkb.extract.document import Entity, Item, Line
from dipkb.extract.framefiles import read_frames
from dipkb.extract.media import Media
from dipkb.extract.quotations import Quotation
from dipkb.extract.said import Said, Voice
from dipkb.extract.speakers import Speakers
from dipkb.extract.wordlists import any_of, each, forms, listed, pattern_named, stems

_SPOKES, _PRINTED_IN = next(iter(stems("spokesperson")), "\0"), forms("in", "for", "by")
_ACCORDING, _BY, _INTERVIEW_WORDS, _STATEMENT = each("according", "by", "interview", "statement")
_IN_THROUGH = forms("in", "through")
_ISSUED_BY = listed("statements", "issued_by")
_PAPERS_NAMED = listed("statements", "papers_named")

_LEADS = listed("statements", "outlet_words")
_TWEET, _INTERVIEW = pattern_named("tweet"), pattern_named("interview")
_SOURCE = 8  # items from "according to" to the medium
_TELLING = listed("statements", "telling")
_PASSED_ON = listed("statements", "passed_on")


class ChannelRules:
    """What ``statements.yaml`` says of media: verbs by which they report, words that lead to them, their names."""

    def __init__(self) -> None:
        rules = read_frames("statements")
        self.media_verbs, self.outlet_words = frozenset(rules["media_verbs"]), frozenset(rules["outlet_words"])
        self.carrying = self.media_verbs | _PASSED_ON | _LEADS | _TELLING | _ACCORDING  # no other word leads to a medium
        self.platforms = frozenset(rules["platforms"])
        places = any_of(map(re.escape, rules["platforms"]))
        self.platform = pattern_named("platform", places=places)
        self.printed = frozenset(rules["printed"])
        self.verbs = {verb: place for place, verbs in rules["platform_verbs"].items() for verb in verbs}
        documents, self.kinds = any_of(rules["issued"]), frozenset(rules["kinds_of_document"])
        self.document = pattern_named("document", documents=documents)


class Channels:
    """Reads the channels of one document."""

    def __init__(self, rules: ChannelRules, media: Media, speakers: Speakers) -> None:
        self.rules, self.media, self.words, self.unnamed = rules, media, speakers.words, speakers.unnamed

    def of(self, quotation: Quotation) -> list[Entity]:
        """The channel of a quotation, from the sentence that attributes it and those it stands in."""
        relays = [voice.speaker for voice in quotation.relays if voice.speaker is not None]
        found = [self.of_speaker(e, quotation.speaker) for e in relays]
        found += self.passed_on(quotation.by, quotation.speaker)
        if quotation.voice is not None and quotation.voice.item.low in self.rules.verbs:
            found.append(Entity("media", name=self.rules.verbs[quotation.voice.item.low]))
        sentences = [quotation.by, *quotation.lines[-1:], *quotation.lines[:1]]
        for said in {id(x): x for x in sentences}.values():
            found += self.around(said, quotation.speaker)
        return distinct(found, quotation.speaker) or self.announced(quotation)

    def announced(self, quotation: Quotation) -> list[Entity]:
        """Whom somebody was speaking to in the sentence before ("Residents who spoke to Reuters were angry. …")."""
        before = quotation.before
        others = (v.speaker for v in before.voices if v.speaker is not None) if before else ()
        if before is None or any(e is not quotation.speaker and e.kind == "person" for e in others):
            return []
        posted = any(x.low in self.words.documents for x in before.items)
        platforms = [e for e in self.named_in(before, quotation.speaker) if e.name in self.rules.platforms] if posted else []
        return self.interview(before, quotation.speaker) or platforms

    def is_interview(self, quotation: Quotation) -> bool:
        """Whether the quotation was said to a medium, as its sentence or the one before says."""
        return bool(self.interview(quotation.by, quotation.speaker) or self.announced(quotation))

    def interview(self, said: Said, speaker: Entity) -> list[Entity]:
        """The media that a sentence has somebody speak to, rather than pass words on."""
        if not _INTERVIEW.search(said.line.text, said.line.sentence.start, said.line.sentence.end):
            return []
        heard = [e for i, item in enumerate(said.items) for e in self.spoken_to(said, i, item, speaker)]
        return heard + self.shows(said.line)

    def passed_on(self, said: Said, speaker: Entity) -> list[Entity]:
        """Offices the words came through ("…, according to the ministry", "was quoted as saying by the Foreign Office")."""
        sources = [v.speaker for v in said.voices if v.item.low in _ACCORDING and v.speaker and self.relays(v.speaker)]
        return [self.of_speaker(e, speaker) for e in [*(v.via for v in said.voices if v.via), *sources]]

    def relays(self, source: Entity) -> bool:
        return source.kind in ("media", "organisation") or _SPOKES in (source.role or "").casefold()

    def of_speaker(self, office: Entity, speaker: Entity) -> Entity:
        """An office named without its country is one of the speaker's."""
        country = self.media.gazetteer.country(speaker.country) if speaker.country else None
        bare = office.kind == "organisation" and (office.name or "").casefold() in self.words.home_offices
        if office.country or not bare or country is None or not country.demonyms:
            return office
        return Entity("organisation", name=f"{country.demonyms[0]} {office.name}", country=speaker.country)

    def around(self, said: Said, speaker: Entity) -> list[Entity]:
        """Media and offices that a sentence says pass the words on, nearest to the article first."""
        found = self.passed_on(said, speaker)
        for i, item in [(n, x) for n, x in enumerate(said.items) if x.code in "Mn" or x.low in self.rules.carrying]:
            found += self.reporting(said, i, item, speaker) or self.spoken_to(said, i, item, speaker)
        found += self.shows(said.line)
        found += self.named_in(said, speaker)
        return distinct(found, speaker)

    def reporting(self, said: Said, i: int, item: Item, speaker: Entity) -> list[Entity]:
        """A medium that reports ("according to Xinhua", "carried by state TV", "TASS quoted him")."""
        following = said.items[i + 1].low if i + 1 < len(said.items) else ""
        if item.low in _ACCORDING or (item.low in _PASSED_ON and following in _BY):
            return self.source_behind(said, i, speaker)
        medium = self.media.before(said, i) if item.low in self.rules.media_verbs else None
        return [medium] if medium is not None else []

    def spoken_to(self, said: Said, i: int, item: Item, speaker: Entity) -> list[Entity]:
        """A medium that words were said or written to ("told the BBC", "in an interview with CNN", "on state radio")."""
        items = said.items
        if item.code == "M" and item.who:
            led = self.is_outlet(items, i) or self.is_printed_in(items, i) or self.is_second(items, i)
            return [self.media.worded(said, i)] if led else []
        if item.code == "n" and i + 1 < len(items) and items[i + 1].low in _INTERVIEW_WORDS:
            return [self.media.by_name(item.text, "interview", None)]
        if (
            item.code == "n"
            and self.is_second(items, i)
            and any(x.low in self.media.rules.plain for x in items[max(0, i - 2) : i])
        ):
            return [self.media.by_name(item.text, "daily", None)]
        reports = i > 0 and (items[i - 1].low in _ACCORDING or items[i - 1].low in _PASSED_ON)
        if item.low in _LEADS and not reports and (named := self.media.described(said, i + 1, speaker)) is not None:
            return [named]
        if item.low in _TELLING and (outlet := self.told(said, i + 1)) is not None:
            return [outlet]
        return []

    def is_second(self, items: list[Item], i: int) -> bool:
        """Whether it stands behind another medium ("with Politico and daily Les Echos")."""
        back = next((j for j in range(i - 1, max(-1, i - 4), -1) if items[j].code == "&"), None)
        return (
            back is not None and back > 0 and items[back - 1].code in "Mn" and all(x.code in "xtA" for x in items[back + 1 : i])
        )

    def is_printed_in(self, items: list[Item], i: int) -> bool:
        """Whether words stand in a paper ("wrote in an op-ed in the New York Times", "writing in the Guardian")."""
        before = [x.low for x in items[max(0, i - 8) : i] if x.code not in "tA"]
        return bool(before) and before[-1] in _PRINTED_IN and any(w in self.rules.printed for w in before)

    def shows(self, line: Line) -> list[Entity]:
        """A programme in quotation marks that has its medium in its name (told “CBS This Morning”)."""
        items = line.items
        return [
            Entity("media", name=items[i].text, country=items[i].who[0].country)
            for i in range(2, len(items))
            if items[i].code == "M" and items[i - 1].code == '"' and items[i - 2].low in self.rules.outlet_words
        ]

    def told(self, said: Said, i: int) -> Entity | None:
        """A medium that no table knows, behind "told"."""
        at = self.media.behind_owner(said.items, i)
        while at < len(said.items) and said.items[at].code == "A":
            at += 1
        return self.media.spoken_to(said.items[at], said.line.text, said.starts[at]) if at < len(said.items) else None

    def is_relay(self, said: Said, voice: Voice) -> bool:
        """ "…, Xinhua reported" and "Belarusian media reported that X said …" pass on what another says."""
        return voice.item.low in self.words.media_verbs and self.media.before(said, voice.at) is not None

    def is_outlet(self, items: list[Item], i: int) -> bool:
        """Whether words reached a medium ("told the BBC", "in an interview with CNN", "on state television")."""
        before = [x.low for x in items[max(0, i - 3) : i] if x.code not in "tA"]
        named = i + 1 < len(items) and items[i + 1].low in _INTERVIEW_WORDS
        return named or (bool(before) and before[-1] in self.rules.outlet_words)

    def named_in(self, said: Said, speaker: Entity) -> Iterator[Entity]:
        """Platforms words were posted on ("wrote on Telegram"), and documents they stand in ("in a congratulatory message")."""
        outside = self.unquoted(said)
        if _TWEET.search(outside):
            yield Entity("media", name="Twitter")
        for match in self.rules.platform.finditer(outside):
            yield Entity("media", name=match[1] or match[2] or match[3])
        yield from self.issuers(said, speaker)
        for match in self.rules.document.finditer(outside):
            yield Entity("media", name=self.document_name(match[1], said, speaker))

    def issuers(self, said: Said, speaker: Entity) -> Iterator[Entity]:
        """Offices whose document it stands in ("in a release from the prime minister's office")."""
        if self.words.documents.isdisjoint(said.line.lows):
            return
        for at in range(2, len(said.items) - 2):
            if said.items[at].low not in self.words.documents:
                continue
            led = any(x.low in _IN_THROUGH for x in said.items[max(0, at - 4) : at])
            if led and said.items[at + 1].low in _ISSUED_BY:
                issuer = self.unnamed.issuer(said.items, at)
                if issuer is not None and issuer.kind == "organisation":
                    yield self.of_speaker(issuer, speaker)

    def document_name(self, words: str, said: Said, speaker: Entity) -> str:
        """A document under the name of who issued it ("Mizuho Bank report", "statement by the Prime Minister's Office")."""
        *kinds, noun = words.split()
        name = " ".join([*(k for k in kinds if k in self.rules.kinds), noun])
        if speaker.kind == "organisation" and speaker.name and noun in _STATEMENT:
            article = "the " if speaker.name.split()[-1].casefold() in self.words.bodies else ""
            return f"{name} by {article}{speaker.name}"
        house = self.house(said.items, speaker) if noun in _PAPERS_NAMED else None
        return f"{house} {name}" if house else name

    def house(self, items: list[Item], speaker: Entity) -> str | None:
        """The firm or institute somebody speaks for ("Mizuho Bank's Vishnu Varathan")."""
        for i in range(2, len(items)):
            if items[i].who and items[i].who[0] is speaker and items[i - 1].code == "s" and items[i - 2].code in "Nn":
                return items[i - 2].text
        return None

    def unquoted(self, said: Said) -> str:
        """The sentence's text with what is quoted left out."""
        text, items = said.line.text, said.line.items
        if not any(said.line.quoted):
            return text[said.line.sentence.start : said.line.sentence.end]
        kept = [x for i, x in enumerate(items) if not said.line.quoted[i]]
        return " ".join(text[said.line.sentence.starts[x.i] : said.line.sentence.ends[x.j - 1]] for x in kept)

    def source_behind(self, said: Said, i: int, speaker: Entity) -> list[Entity]:
        """Who stands behind "according to" and "reported by"; a medium of "the country" is one of the speaker's."""
        for n in range(i + 1, min(i + _SOURCE, len(said.items))):
            item = said.items[n]
            if (named := self.media.described(said, n, speaker)) is not None:
                return [named]
            if item.code in "MN" and item.who:
                return [self.media.worded(said, n)] if item.code == "M" else list(item.who)
            if item.code in ".w":
                break
        return []


def distinct(found: list[Entity], speaker: Entity) -> list[Entity]:
    """Each once, without the speaker."""
    return list({(e.name or "").casefold(): e for e in found if e.key() != speaker.key()}.values())
