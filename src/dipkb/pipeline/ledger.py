"""What a store keeps beside its graph, so that more articles can be merged with those it has: ``records.db`` in its folder.

An SQLite file: the event records of each article, where the likes of each record look for it, the event each was merged into,
and the facts that events tell of the things they name. It changes with the graph or not at all: what is to be changed is
noted in it first, under the name of the generation that is being built, and done once that generation holds. A process that is
killed in between leaves the note, and the next one that writes does or drops what it says.
"""

from __future__ import annotations

import difflib
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import msgspec

from dipkb.errors import StoreError
from dipkb.event import ArticleEvents, from_json, to_json
from dipkb.files import sync
from dipkb.store.folder import read_marker
from dipkb.triples import Fact

FILE = "records.db"
FORMAT = 1
_TRIES = 20
Place = tuple[str, int]
"""A record by its article and its position there."""
Member = tuple[str, int, str | None]
"""A record and the rule by which it came to its event."""

_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE articles (id TEXT PRIMARY KEY, line BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE addresses (address INTEGER, article TEXT, position INTEGER, PRIMARY KEY (address, article, position)) WITHOUT ROWID;
CREATE TABLE reports (article TEXT, position INTEGER, event TEXT NOT NULL, PRIMARY KEY (article, position)) WITHOUT ROWID;
CREATE TABLE events (key TEXT PRIMARY KEY, members BLOB NOT NULL, facts BLOB NOT NULL) WITHOUT ROWID;
CREATE TABLE facts (thing TEXT, field TEXT, value TEXT, number INTEGER, PRIMARY KEY (thing, field, value)) WITHOUT ROWID;
CREATE TABLE pending (generation TEXT PRIMARY KEY, changes BLOB NOT NULL) WITHOUT ROWID;
"""
_pack, _unpack = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder()


class Ledger:
    """An open ``records.db``; changes are noted in memory until :meth:`saved`."""

    def __init__(self, file: Path, connection: sqlite3.Connection, fresh: bool = False) -> None:
        self.file, self.connection, self.fresh = file, connection, fresh
        self.changes: list[tuple[str, tuple[Any, ...]]] = []
        self._facts: dict[str, dict[tuple[str, str], int]] = {}

    @classmethod
    def open(cls, folder: Path, generation: str | None) -> Ledger | None:
        """The ledger of a store, which is at ``generation``; ``None`` where it has none. The caller has the right to write.

        Raises:
            StoreError: The file is damaged, or of a newer format.
        """
        _settle(folder, generation)
        file = folder / FILE
        if not file.exists():
            return None
        ledger = cls(file, _connect(file))
        with ledger._told():
            ledger.check_format()
            ledger._catch_up(generation)
        return ledger

    @classmethod
    @contextmanager
    def reading(cls, folder: Path) -> Iterator[tuple[Ledger, str] | None]:
        """The ledger of a store as it stands, and the generation it tells of; ``None`` where the store has none.

        Takes no right to write, and changes nothing. Keep it for as long as a question takes: a writer waits meanwhile.

        Raises:
            StoreError: The file is damaged, or of a newer format.
        """
        with ExitStack() as opened:
            yield cls._read(folder, opened)

    @classmethod
    def _read(cls, folder: Path, opened: ExitStack) -> tuple[Ledger, str] | None:
        for _ in range(_TRIES):
            generation = read_marker(folder).generation
            file = _current(folder, generation)
            if generation is None or file is None:
                return None
            with _faults_told(file):
                ledger = cls(file, _connect_to_read(file, opened))
                ledger.check_format()
                behind = ledger._is_behind(generation)
            if read_marker(folder).generation == generation:
                return (ledger._caught_up(generation, opened) if behind else ledger), generation
            ledger.close()
        raise StoreError(f"{folder} is written to without a pause. Ask again when that has ended.")

    def check_format(self) -> None:
        """Raise where a newer dipkb wrote the file.

        Raises:
            StoreError: It did.
        """
        if int(self.about("format") or 0) > FORMAT:
            raise StoreError(f"{self.file} was written by a newer dipkb. Update dipkb.")

    def _is_behind(self, generation: str) -> bool:
        """Whether what was noted for the generation that holds is still to be done."""
        return bool(self.connection.execute("SELECT 1 FROM pending WHERE generation = ?", (generation,)).fetchone())

    def _caught_up(self, generation: str, opened: ExitStack) -> Ledger:
        """A copy in memory, in which what was noted for the generation is done."""
        copy = sqlite3.connect(":memory:", isolation_level="IMMEDIATE")
        opened.callback(copy.close)
        ledger = Ledger(self.file, copy)
        with ledger._told():
            self.connection.backup(copy)
            ledger._catch_up(generation)
        return ledger

    @classmethod
    def new(cls, folder: Path) -> Ledger:
        """An empty ledger that takes the place of the old one once the generation holds that :meth:`filled` names."""
        file = folder / f"{FILE}.next"
        _remove(file)
        ledger = cls(file, _connect(file), fresh=True)
        with ledger._told():
            ledger.connection.executescript(_TABLES)
        ledger.put_about({"format": str(FORMAT)})
        return ledger

    def close(self) -> None:
        """Let go of the file."""
        self.connection.close()

    # --- what it holds -----------------------------------------------------------------------------------------------

    def about(self, name: str) -> str | None:
        """A note on the whole, such as ``made-by``."""
        row = self.connection.execute("SELECT value FROM about WHERE name = ?", (name,)).fetchone()
        return row[0] if row else None

    def number(self, name: str) -> int:
        """A count that is noted on the whole: articles, records, events, reports."""
        return int(self.about(name) or 0)

    def line(self, article: str) -> str | None:
        """An article's line of event records; ``None`` where it is not held."""
        row = self.connection.execute("SELECT line FROM articles WHERE id = ?", (article,)).fetchone()
        return zlib.decompress(row[0]).decode() if row else None

    def records(self) -> Iterator[ArticleEvents]:
        """All articles by their ids."""
        for (line,) in self.connection.execute("SELECT line FROM articles ORDER BY id"):
            yield from_json(zlib.decompress(line))

    def at(self, addresses: Iterable[int]) -> list[Place]:
        """The records at some addresses, in order."""
        found: set[Place] = set()
        for address in addresses:
            found.update(self.connection.execute("SELECT article, position FROM addresses WHERE address = ?", (address,)))
        return sorted(found)

    def events_of(self, article: str) -> dict[int, str]:
        """The event's key for each of an article's records."""
        return dict(self.connection.execute("SELECT position, event FROM reports WHERE article = ?", (article,)))

    def members(self, key: str) -> list[Member]:
        """The records of an event, in the order they were merged in."""
        row = self.connection.execute("SELECT members FROM events WHERE key = ?", (key,)).fetchone()
        return [tuple(member) for member in _unpack.decode(row[0])] if row else []

    def facts_of(self, key: str) -> list[Fact]:
        """What an event tells of the things it names."""
        row = self.connection.execute("SELECT facts FROM events WHERE key = ?", (key,)).fetchone()
        return [tuple(fact) for fact in _unpack.decode(zlib.decompress(row[0]))] if row else []

    def keys_from(self, beginning: str, most: int = 100) -> list[str]:
        """Keys of events that begin so, in order, a hundred at most."""
        asked = "SELECT key FROM events WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
        return [key for (key,) in self.connection.execute(asked, (beginning, beginning + chr(0x10FFFF), most))]

    def articles_like(self, name: str, most: int = 3) -> list[str]:
        """The ids of articles that are spelled most like a name."""
        ids = (found for (found,) in self.connection.execute("SELECT id FROM articles ORDER BY id"))
        return difflib.get_close_matches(name, ids, n=most, cutoff=0.6)

    # --- facts: see dipkb.triples.Told -------------------------------------------------------------------------------

    def of(self, iri: str) -> dict[str, dict[str, int]]:
        """What is told of a thing, with the changes noted so far."""
        rows = self.connection.execute("SELECT field, value, number FROM facts WHERE thing = ?", (iri,))
        counts = {(field, value): number for field, value, number in rows}
        for told, number in self._facts.get(iri, {}).items():
            counts[told] = counts.get(told, 0) + number
        fields: dict[str, dict[str, int]] = defaultdict(dict)
        for (field, value), number in counts.items():
            if number:
                fields[field][value] = number
        return dict(fields)

    def change(self, changes: Mapping[Fact, int]) -> None:
        """Add to the counts of facts."""
        for (thing, field, value), number in changes.items():
            counts = self._facts.setdefault(thing, {})
            counts[field, value] = counts.get((field, value), 0) + number

    # --- changes -----------------------------------------------------------------------------------------------------

    def put_about(self, notes: Mapping[str, str]) -> None:
        """Note something on the whole."""
        for name, value in notes.items():
            self._note("INSERT OR REPLACE INTO about VALUES (?, ?)", name, value)

    def put_article(self, record: ArticleEvents) -> None:
        """Hold an article's records, in place of those that are held of it."""
        line = zlib.compress(to_json(record).encode("utf-8", "surrogatepass"), 1)
        self._note("INSERT OR REPLACE INTO articles VALUES (?, ?)", record.article.id, line)

    def drop_article(self, name: str) -> None:
        """Hold nothing of an article any more; its records' addresses and events are taken away by themselves."""
        self._note("DELETE FROM articles WHERE id = ?", name)

    def put_addresses(self, article: str, position: int, addresses: Iterable[int]) -> None:
        """Let a record be found at some addresses."""
        for address in addresses:
            self._note("INSERT OR REPLACE INTO addresses VALUES (?, ?, ?)", address, article, position)

    def drop_addresses(self, article: str, position: int, addresses: Iterable[int]) -> None:
        """Let a record be found at some addresses no more."""
        for address in addresses:
            self._note("DELETE FROM addresses WHERE address = ? AND article = ? AND position = ?", address, article, position)

    def put_event(self, key: str, members: Iterable[Member], facts: Iterable[Fact]) -> None:
        """Hold an event with its records, in place of the one with that key."""
        listed = list(members)
        told = zlib.compress(_pack.encode(sorted(facts)), 1)
        self._note("INSERT OR REPLACE INTO events VALUES (?, ?, ?)", key, _pack.encode(listed), told)
        for article, position, _ in listed:
            self._note("INSERT OR REPLACE INTO reports VALUES (?, ?, ?)", article, position, key)

    def drop_event(self, key: str) -> None:
        """Hold an event no more, nor that its records are of it."""
        self._note("DELETE FROM events WHERE key = ?", key)
        for article, position, _ in self.members(key):
            self._note("DELETE FROM reports WHERE article = ? AND position = ?", article, position)

    @contextmanager
    def saved(self, generation: str) -> Iterator[None]:
        """Make all changes, as one with the block that lets ``generation`` hold.

        Raises:
            StoreError: The file cannot be written; nothing has changed then.
        """
        changes = self._all_changes()
        with self._told(), self.connection:
            packed = zlib.compress(_pack.encode(changes), 1)
            self.connection.execute("INSERT OR REPLACE INTO pending VALUES (?, ?)", (generation, packed))
        yield
        with self._told():
            self._catch_up(generation)
        self.changes, self._facts = [], {}

    def filled(self, generation: str) -> None:
        """Complete a new ledger, made for a generation, and put the file on disk.

        Raises:
            StoreError: The file cannot be written.
        """
        self.put_about({"generation": generation})
        with self._told():
            self._do(self._all_changes())
            self.connection.commit()
        self.connection.close()
        sync(self.file)

    def _note(self, statement: str, *values: Any) -> None:
        if self.fresh:
            with self._told():
                self.connection.execute(statement, values)
        else:
            self.changes.append((statement, values))

    def _all_changes(self) -> list[tuple[str, tuple[Any, ...]]]:
        changed = [((thing, *told), n) for thing in sorted(self._facts) for told, n in sorted(self._facts[thing].items()) if n]
        counted = [(_COUNT_FACT, (*fact, number)) for fact, number in changed]
        return [*self.changes, *counted, *((_DROP_FACT, fact) for fact, number in changed if number < 0)]

    def _catch_up(self, generation: str | None) -> None:
        """Do what was noted for the generation that holds; drop what was noted for one that never came to hold."""
        row = self.connection.execute("SELECT changes FROM pending WHERE generation = ?", (generation,)).fetchone()
        with self.connection:
            if row:
                self._do(_unpack.decode(zlib.decompress(row[0])))
            self.connection.execute("DELETE FROM pending")

    def _do(self, changes: Iterable[tuple[str, Iterable[Any]]]) -> None:
        for statement, values in changes:
            self.connection.execute(statement, tuple(values))

    def _told(self) -> AbstractContextManager[None]:
        return _faults_told(self.file)


@contextmanager
def _faults_told(file: Path) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, zlib.error, msgspec.DecodeError) as reason:
        raise StoreError(
            f"{file} cannot be read or written ({reason}). Is there room on the disk? If it is damaged, build the store "
            "again from the articles, in a new folder."
        ) from reason


_COUNT_FACT = (
    "INSERT INTO facts VALUES (?, ?, ?, ?) ON CONFLICT (thing, field, value) DO UPDATE SET number = number + excluded.number"
)
_DROP_FACT = "DELETE FROM facts WHERE thing = ? AND field = ? AND value = ? AND number = 0"


def replace(folder: Path, generation: str | None) -> None:
    """Put a new ledger in the place of the old one if ``generation`` is the one it was made for; else take it away."""
    _settle(folder, generation)


def _settle(folder: Path, generation: str | None) -> None:
    new = folder / f"{FILE}.next"
    if not new.exists():
        return
    if generation is not None and _made_for(new) == generation:
        os.replace(new, folder / FILE)
        sync(folder)
    else:
        _remove(new)


def _current(folder: Path, generation: str | None) -> Path | None:
    """The file that tells of the generation that holds: the new one, where it is complete and not yet in its place."""
    new, file = folder / f"{FILE}.next", folder / FILE
    if generation is not None and new.exists() and _made_for(new) == generation:
        return new
    return file if file.exists() else None


def _made_for(file: Path) -> str | None:
    """The generation that a new ledger was completed for; ``None`` where it was not finished."""
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            row = connection.execute("SELECT value FROM about WHERE name = 'generation'").fetchone()
    except sqlite3.Error:
        return None
    return row[0] if row else None


def _connect_to_read(file: Path, opened: ExitStack) -> sqlite3.Connection:
    """One unchanging view of a file, to be closed by ``opened``.

    What a killed process left half-written can only be undone in a copy.
    """
    try:
        return _view(file, opened)
    except sqlite3.OperationalError:
        if not file.with_name(file.name + "-journal").exists():
            raise
    kept = Path(opened.enter_context(tempfile.TemporaryDirectory()))
    for part in (file, file.with_name(file.name + "-journal")):
        shutil.copyfile(part, kept / part.name)
    opened.callback((copy := _connect(kept / file.name)).close)
    return copy


def _view(file: Path, opened: ExitStack) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
    opened.callback(connection.close)
    connection.execute("BEGIN")
    connection.execute("SELECT 1 FROM about").fetchone()
    return connection


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(file, isolation_level="IMMEDIATE")


def _remove(file: Path) -> None:
    for path in (file, file.with_name(file.name + "-journal")):
        path.unlink(missing_ok=True)
