"""From an article to event records: text → mentions → parties → statements and candidates → records. No RDF, no network."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from pathlib import Path

import msgspec

from dipkb.article import Article
from dipkb.event import ArticleEvents, Event, Statement
from dipkb.extract import text
from dipkb.extract.agreements import without_supposed
from dipkb.extract.claims import Claims
from dipkb.extract.confidence import Confidence
from dipkb.extract.consolidate import Consolidation
from dipkb.extract.document import Document, Line
from dipkb.extract.frames import Frames
from dipkb.extract.initiatives import initiatives
from dipkb.extract.joined import Group
from dipkb.extract.language import Language
from dipkb.extract.lexicon import Lexicon
from dipkb.extract.memo import Memo
from dipkb.extract.mentions import read_line
from dipkb.extract.occasions import Occasions
from dipkb.extract.parties import Parties
from dipkb.extract.plugins import Plugin, Tally, events_of, names_of
from dipkb.extract.publication import dateline, day_written
from dipkb.extract.quotemarks import mark_quotes
from dipkb.extract.records import Records
from dipkb.extract.scenes import with_scenes
from dipkb.extract.statements import Speech, Utterance, first_persons
from dipkb.extract.tellings import Tellings
from dipkb.extract.topics import Topics
from dipkb.extract.tracing import Tracer
from dipkb.extract.turns import carry_on, read_turns
from dipkb.gazetteer import Gazetteer, Profile, load
from dipkb.resources import language_tables

__all__ = ["Extractor"]
_OPENING = 3  # lines in which a dateline can stand
_PARTS = re.compile(r"[,/(]")


class Extractor:
    """Reads articles; building one loads the gazetteer and the frames (about half a second), so make one and keep it.

    ``gazetteer`` is the shipped one with the folders of ``extra`` unless given; ``plugins`` find names and events as well, and
    ``tally`` counts what became of their records.

    >>> reader = Extractor()
    >>> told = "Chinese President Xi Jinping met French President Emmanuel Macron in Beijing on Thursday."
    >>> article = Article(id="a", text=told, published="2023-04-07")
    >>> [(type(e).__name__, e.start, sorted(p.name for p in e.participants)) for e in reader.extract(article).events]
    [('Meeting', '2023-04-06', ['Emmanuel Macron', 'Xi Jinping'])]
    """

    def __init__(self, gazetteer: Gazetteer | None = None, extra: Sequence[Path] = (), plugins: Sequence[Plugin] = ()) -> None:
        self.lexicon = Lexicon(gazetteer or load((*language_tables(), *extra)))
        self._profiles, self._homes = Memo(self.profile), Memo(self.country_named)
        self.language = Language(self.lexicon.text_rules.language, self.lexicon.classes)
        self.frames, self.speech, self.claims, self.topics = Frames(), Speech(), Claims(), Topics()
        self.confidence = Confidence()
        self.plugins, self.tally = tuple(plugins), Tally()

    def extract(self, article: Article) -> ArticleEvents:
        """The event records of one article, in the order of the text; every span is verbatim.

        Raises:
            UnreadArticle: The article is in another language than the frames, or too long.
            PluginError: A plug-in fails on it.
        """
        self.language.refuse_unreadable(article)
        document = self.document(article)
        parties = Parties(document, self.lexicon)
        parties.read()
        utterances = self.speech.utterances(document, parties)
        first_persons(utterances)
        carry_on(document)
        parties.spoken = read_turns(document, parties.author)
        candidates = [c for line in document.lines for c in self.frames.candidates(line, document, parties)]
        candidates = with_scenes(without_supposed(candidates), document.lines, parties)
        groups = Consolidation(document, parties.today).join(candidates)
        events = Records(document, parties.today, groups).made()
        events += self.counted(document, groups, parties, utterances, {e.id for e in events})
        events += initiatives(document, parties)
        events += self.statements(utterances, groups, {e.id for e in events})
        tellings = Tellings(document, parties, self.frames.rules.status, self.claims)
        events = Tracer(tellings, self.confidence, groups, utterances).traced(events)
        if self.plugins:
            more, tally = events_of(self.plugins, article, events)
            events += more
            self.tally.add(tally)
        return ArticleEvents(article=article.head(), events=tuple(events), text=article.text)

    def document(self, article: Article) -> Document:
        """The article cut into lines of items; a headline that does not stand in the text comes first, on its own."""
        lines: list[Line] = []
        sentences = text.sentences(article, self.lexicon.text_rules, self.lexicon.frame_of(article.publisher))
        if article.title and not any(s.zone == "title" for s in sentences):
            headline = text.headline(article.title, self.lexicon.text_rules)
            if headline.words:
                lines.append(read_line(headline, article.title, self.lexicon, in_title=True))
        names = names_of(self.plugins, article.text, [(s.start, s.end) for s in sentences]) if self.plugins else []
        for sentence in sentences:
            inside = names[bisect_left(names, (sentence.start,)) : bisect_left(names, (sentence.end,))] if names else []
            lines.append(read_line(sentence, article.text, self.lexicon, names=inside))
        quotations = mark_quotes(lines)
        profile = self._profiles[article.publisher] if article.publisher else None
        home, written = self.home(article.publisher, profile), dateline(article, self.lexicon.text_rules.dateline)
        today = day_written(article, profile.timezone if profile else None, written)
        here = self.lexicon.town_in(written or "") or _town_before_colon(lines) or home
        return Document(article, lines, home, here, today, quotations)

    def profile(self, publisher: str) -> Profile | None:
        """How the publisher writes, by its whole name or the part of it that a table knows ("Associated Press / The Hill")."""
        names = (publisher, *(part.strip(" )") for part in _PARTS.split(publisher)))
        found = next((found for name in names if (found := self.lexicon.gazetteer.publisher(name))), None)
        lands = {self._homes[part.strip(" )")] for part in _PARTS.split(publisher)[1:]} - {None}
        return None if found and lands and found.country not in lands else found  # "The Guardian (Nigeria)", "Cabinet, Peru"

    def home(self, publisher: str | None, profile: Profile | None) -> str | None:
        """The publisher's country: as the table of publishers has it, else the one in its name ("President of Kenya").

        Of a medium that no table has, the agency in brackets whose text it prints ("Gazette (AFP)") does not tell it.
        """
        if not publisher:
            return None
        bare = publisher.partition(" (")[0]
        prints = profile is not None and profile.is_agency and bare != publisher
        if profile and not (prints and self.lexicon.gazetteer.publisher(bare) is None):
            return profile.country
        return self._homes[bare if prints else publisher]

    def country_named(self, publisher: str) -> str | None:
        """The country in a publisher's name, points in it read as spaces where it has none with them."""
        return self.lexicon.country_in(publisher) or self.lexicon.country_in(publisher.replace(".", " "))

    def counted(
        self, document: Document, groups: list[Group], parties: Parties, said: list[Utterance], known: set[str]
    ) -> list[Event]:
        made: list[Event] = []
        for n, claim in enumerate(self.claims.read(document.lines, groups, parties, said), 1):
            made.append(msgspec.structs.replace(claim, id=f"c{n}", counted=claim.counted if claim.counted in known else None))
        return made

    def statements(self, said: list[Utterance], groups: list[Group], known: set[str]) -> list[Event]:
        made: list[Event] = []
        occasions = Occasions(groups)
        for n, utterance in enumerate(said, 1):
            if utterance.speaker is None:
                continue
            content = utterance.lines[0].text[utterance.start : utterance.end]
            occasion = occasions.of(utterance)
            if not utterance.addressees and (talks := occasions.talks(utterance)):
                occasion = talks.id
                utterance.addressees = tuple(e for e in talks.parties("participants") if e.key() != utterance.speaker.key())
            made.append(
                Statement(
                    id=f"q{n}",
                    speaker=utterance.speaker.party(),
                    addressees=tuple(e.party() for e in utterance.addressees),
                    act=utterance.act,
                    quoted=utterance.quoted,
                    content=content,
                    topics=self.topics.of(content, utterance.lines, utterance.start, utterance.end),
                    channel=tuple(e.party() for e in utterance.channel),
                    occasion=occasion if occasion in known else None,
                    evidence=(utterance.evidence(),),
                    status="hypothetical" if utterance.act == "predict" else "occurred",
                    rule="quotation" if utterance.quoted else "reported-speech",
                )
            )
        return made


def _town_before_colon(lines: list[Line]) -> str | None:
    """The country of the town that the text opens with, before a colon ("NAIROBI: The president …", "KUWAIT: The emir …")."""
    for line in [line for line in lines if not line.in_title][:_OPENING]:
        town, *behind = line.items[:2]
        if town.code == "C" and town.text.isupper() and behind and behind[0].low == ":":
            return str(town.value["C"])
        if town.code == "L" and town.value.get("L") and behind and behind[0].low == ":":
            return getattr(town.value["L"], "country", None)
    return None
