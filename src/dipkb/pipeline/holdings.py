"""What a store holds and how it changes: everything anew, or only what some articles reach; the same graph either way."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

import msgspec

from dipkb import __version__
from dipkb.corrections import Corrections, by_hand, from_json
from dipkb.errors import CallError, StoreError
from dipkb.event import ArticleEvents, to_json
from dipkb.gazetteer import Gazetteer
from dipkb.identity import Identities
from dipkb.merge import Hand, Member, Remerged, addresses, assembled, clusters, handled, items, remerge
from dipkb.merged import Report
from dipkb.pipeline.held import HeldRecords
from dipkb.pipeline.ledger import Ledger, replace
from dipkb.resources import folder as data_folder
from dipkb.store import Store
from dipkb.store.folder import read_marker
from dipkb.store.revision import Revision
from dipkb.triples import AS_WRITTEN, EventWriter, Fact, Nodes, Reference, article_quads, correction_quads, delta, quads, run_iri
from dipkb.vocab import article_graph, expand, graph

FEW = 1_000
"""So many changed articles are merged with what they reach alone; more, if they are a small part of what is held."""
OWNED = tuple(expand(f"dip:{name}") for name in ("participation", "statusChange", "channel"))


class Outcome(msgspec.Struct, frozen=True):
    """What the store holds now, by number, and what was left out of the graph on the way."""

    articles: int
    records: int
    events: int
    reports: int
    quads: int
    notes: tuple[str, ...]


class Holdings:
    """An open store with its ledger; the caller has the right to write."""

    def __init__(self, store: Store, gazetteer: Gazetteer) -> None:
        self.store, self.gazetteer = store, gazetteer
        self.folder = Path(store.where)
        self.generation = read_marker(self.folder).generation
        self.ledger = Ledger.open(self.folder, self.generation)
        self.identities, self.notes = Identities(gazetteer), dict[str, None]()
        self.corrections = read_corrections(store) if self.generation else Corrections()
        self.held = HeldRecords(self.ledger, self.identities, self.corrections) if self.ledger else None

    def close(self) -> None:
        """Let go of the ledger."""
        if self.ledger:
            self.ledger.close()

    def record(self, article: str) -> ArticleEvents | None:
        """What is held of an article."""
        return self.held.as_written(article) if self.held else None

    def removed(self, article: str) -> bool:
        """Whether an article was taken out for good; told in the notes."""
        if self.corrections.removed(article):
            self._note(f"article {article}: it was removed from this store; take that back to have it again")
            return True
        return False

    def change(
        self, changes: Mapping[str, ArticleEvents | None], no_merge: bool = False, corrections: Corrections | None = None
    ) -> Outcome:
        """Let the store hold the changed articles, and other corrections; ``None`` takes an article away.

        Raises:
            StoreError: The store cannot be written, or holds articles whose event records are not kept with it.
        """
        after = (corrections or self.corrections).without_removed()
        real = {name: line for name, line in changes.items() if line != self.record(name)}
        ledger = self.ledger
        anew = no_merge or self._removes(after)
        if ledger is None or anew or ledger.about("made-by") != self.made_by() or self._many(len(real), ledger):
            return self._anew(real, no_merge, after)
        return self._revised(real, ledger, after)

    def _removes(self, after: Corrections) -> bool:
        """Whether an article is removed for good: then all files are written anew, so that none keeps a byte of it."""
        return any(c.decision == "remove" for c in set(after.all) - set(self.corrections.all))

    @staticmethod
    def _many(number: int, ledger: Ledger) -> bool:
        return number > max(FEW, ledger.number("articles") // 4)

    def made_by(self, no_merge: bool = False) -> str:
        """See :func:`made_by`."""
        return made_by(self.gazetteer, no_merge)

    def _note(self, note: str) -> None:
        self.notes[note] = None

    # --- everything anew ---------------------------------------------------------------------------------------------

    def _anew(self, changes: Mapping[str, ArticleEvents | None], no_merge: bool, after: Corrections) -> Outcome:
        ours = f"<{expand('dipd:')}correction/"
        foreign = [line for line in self._foreign() if not line.startswith(ours)]
        held = {record.article.id: record for record in self.ledger.records()} if self.ledger else {}
        records = [line for _, line in sorted({**held, **changes}.items()) if line is not None]
        ledger = Ledger.new(self.folder)
        found = clusters(items(self.identities.record(after.applied(line)) for line in records), no_merge)
        if not no_merge:
            found = handled(found, by_hand(after, {line.article.id: line for line in records}))
        events = assembled(found, no_merge=no_merge)
        members = {e.key: _members(c.members, c.rules) for e, c in zip(events, found, strict=True)}
        for record in records:
            ledger.put_article(record)
        for item in (item for cluster in found for item in cluster.members):
            ledger.put_addresses(*item.order, addresses(item))
        lines = quads(
            events, records, self.gazetteer, self._note, lambda key, facts: ledger.put_event(key, members[key], facts), ledger
        )
        numbers = {
            "articles": len(records), "records": sum(map(len, members.values())), "events": sum(map(is_event, members)),
            "reports": sum(len(told) for key, told in members.items() if is_event(key)),
        }  # fmt: skip

        @contextmanager
        def settle(generation: str) -> Iterator[None]:
            about = {"made-by": self.made_by(no_merge), **numbers}
            ledger.put_about({name: str(value) for name, value in about.items()})
            ledger.filled(generation)
            yield
            replace(self.folder, generation)

        number = self.store.replace_all(chain(lines, foreign, correction_quads(after.all)), settle)
        return Outcome(**numbers, quads=number, notes=tuple(self.notes))

    def _foreign(self) -> list[str]:
        """The quads of graphs that no build makes.

        Raises:
            StoreError: The graph has articles that the ledger does not have, as after loading a dump: they would be lost.
        """
        if self.generation is None:
            return []
        runs, foreign = _scan(self.store.lines())
        held = {run_iri(to_json(record)) for record in self.ledger.records()} if self.ledger else set()
        lost = len(runs - held)
        if lost:
            articles = "1 article" if lost == 1 else f"{lost:,} articles"
            raise StoreError(
                f"{self.folder} holds {articles} without event records, as after loading a dump. A build would lose what "
                "they tell: build from the articles in a new folder."
            )
        return foreign

    # --- what some articles reach ------------------------------------------------------------------------------------

    def _revised(self, changes: Mapping[str, ArticleEvents | None], ledger: Ledger, after: Corrections) -> Outcome:
        numbers = {name: ledger.number(name) for name in ("articles", "records", "events", "reports")}
        decided = set(self.corrections.all) ^ set(after.all)
        if not (changes or decided) or self.held is None:
            return Outcome(**numbers, quads=self.store.size(), notes=tuple(self.notes))
        reached = {name: self.record(name) for correction in decided for name in correction.articles}
        written = {**{name: line for name, line in reached.items() if line is not None}, **changes}
        known = {name: self.identities.record(after.applied(line)) if line else None for name, line in written.items()}
        again = remerge(known, self.held, self._hands(after, changes))
        old, new = self._facts_and_lines(again, changes, ledger)
        for name, line in changes.items():
            numbers["articles"] += (line is not None) - (self.record(name) is not None)
        for keys, sign in ((again.gone, -1), (again.members, 1)):
            for key in keys:
                told = len(ledger.members(key) if sign < 0 else again.members[key])
                numbers["records"] += sign * told
                numbers["events"] += sign * is_event(key)
                numbers["reports"] += sign * told * is_event(key)
        self._note_changes(changes, again, ledger)
        graphs = tuple(article_graph(name) for name in {*again.articles, *changes})
        subjects = tuple(f"{expand('dipd:')}{key}" for key in {*again.gone, *again.members})
        old += correction_quads(set(self.corrections.all) - set(after.all))
        new += correction_quads(set(after.all) - set(self.corrections.all))
        revision = Revision(graph("events"), subjects, OWNED, graphs, tuple(old), tuple(new))

        ledger.put_about({name: str(number) for name, number in numbers.items()})
        number = self.store.revise(revision, ledger.saved)
        return Outcome(**numbers, quads=number, notes=tuple(self.notes))

    def _hands(self, corrections: Corrections, changes: Mapping[str, ArticleEvents | None]) -> list[Hand]:
        """The merges and splits with the reports that are found, once the changes are made."""
        named = {name for c in corrections.all if c.decision in ("merge", "split") for name in c.articles}
        return by_hand(corrections, {name: changes[name] if name in changes else self.record(name) for name in named})

    def _note_changes(self, changes: Mapping[str, ArticleEvents | None], again: Remerged, ledger: Ledger) -> None:
        for name, line in changes.items():
            ledger.drop_article(name) if line is None else ledger.put_article(line)
        for place, at in again.old_addresses.items():
            ledger.drop_addresses(*place, at)
        for place, at in again.new_addresses.items():
            ledger.put_addresses(*place, at)

    def _facts_and_lines(
        self, again: Remerged, changes: Mapping[str, ArticleEvents | None], ledger: Ledger
    ) -> tuple[list[str], list[str]]:
        """The old lines of the reference graph, and the new lines of all graphs; facts and events are noted in the ledger."""
        writer = EventWriter(Nodes(self.gazetteer), self._note)
        old_facts = {key: ledger.facts_of(key) for key in again.gone}
        new_facts: dict[str, frozenset[Fact]] = {}
        new: list[str] = []
        reports: dict[str, list[Report]] = {name: [] for name in again.articles}
        subjects: dict[str, str] = {}
        for event in again.events:
            subject, lines, new_facts[event.key] = writer.written(event)
            new += lines
            for report in event.reports:
                if report.article.id in reports:
                    reports[report.article.id].append(report)
                    subjects[report.key] = subject
        for name in again.articles:
            raw = changes[name] if name in changes else self.record(name)
            if raw is not None:
                new += article_quads(raw, sorted(reports[name], key=lambda r: r.key), subjects, self._note)
        for key in again.gone:
            ledger.drop_event(key)
        for key, members in again.members.items():
            ledger.put_event(key, members, new_facts[key])
        changed: dict[Fact, int] = {}
        for key in {*old_facts, *new_facts}:
            for fact, number in delta(old_facts.get(key, ()), new_facts.get(key, ())).items():
                changed[fact] = changed.get(fact, 0) + number
        settled = list(Reference(self.gazetteer).settle(ledger, {fact: n for fact, n in changed.items() if n}))
        return [line for lines, _ in settled for line in lines], new + [line for _, lines in settled for line in lines]


def made_by(gazetteer: Gazetteer, no_merge: bool = False) -> str:
    """What the graph depends on beside the articles, as a hash: the version, the tables, the rules of merging."""
    known = hashlib.sha256(f"{__version__} {no_merge}".encode())
    shipped = (data_folder("seeds") / "merging.yaml", *sorted(data_folder("ontology").glob("*.ttl")))
    tables = [path for place in gazetteer.folders for path in sorted(place.glob("*.csv"))]
    for path in (*shipped, *tables):
        known.update(path.name.encode() + b"\0" + path.read_bytes())
    return known.hexdigest()


def read_corrections(store: Store) -> Corrections:
    """The corrections that stand in a store.

    Raises:
        StoreError: One is not as this dipkb writes it.
    """
    asked = f"SELECT ?line WHERE {{ GRAPH <{graph('corrections')}> {{ ?c <{expand(AS_WRITTEN)}> ?line }} }}"
    try:
        return Corrections(from_json(line) for line in store.query(asked).column("line") if line)
    except (ValueError, CallError) as reason:
        raise StoreError(f"A correction in {store.where} cannot be read: {reason}. Was it written by a newer dipkb?") from reason


def _members(members: Iterable[object], rules: Iterable[str | None]) -> list[Member]:
    return [(*item.order, rule) for item, rule in zip(members, rules, strict=True)]  # type: ignore[attr-defined]


def is_event(key: str) -> bool:
    """Whether a key is an event's, no claim's or initiative's."""
    return not key.startswith(("count-claim/", "initiative/"))


def _scan(lines: Iterable[str]) -> tuple[set[str], list[str]]:
    """The runs that the graph names, and the quads of graphs that no build writes."""
    ours = re.compile(rf" <{re.escape(expand('dipg:'))}(events|reference|ontology|article/[^<>]*)> \.$")
    used = f"> <{expand('prov:used')}> "
    run_start = f"<{expand('dipd:')}run/"
    runs, foreign = set(), []
    for quad in lines:
        if not ours.search(quad):
            foreign.append(quad)
        elif quad.startswith(run_start) and used in quad:
            runs.add(quad.partition(" ")[0])
    return runs, foreign
