"""Plug-ins: programs and models of a user's own that find names or events, beside the rules.

A plug-in is a callable that an installed package names as an entry point, and that a user asks for by that name:

* group ``dipkb.mentions``, a **mention provider**: ``(text, sentences) -> [(start, end, kind), …]``. It gets the article's text
  and the sentences as ``(start, end)``, and gives the names it found as spans of the text, ``kind`` person or organisation (a
  CRF, a spaCy pipeline). The rules take them where no table knows better, and go on from there.
* group ``dipkb.events``, an **event provider**: ``(article) -> [record, …]``. It gets the :class:`~dipkb.article.Article` and
  gives event records, as mappings in the JSON form or as :class:`~dipkb.event.Event` (a language model, another coder).
  Evidence may come with ``exact`` alone: it is sought in the text. A record is refused where it has no evidence, or words that
  do not stand in the text, or is no record; refused records are counted by plug-in and reason. What the rules told already is
  not told twice.

A plug-in is code of the user's choosing: it runs with the user's rights, and may be slow or go to the network.

>>> find([])
[]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeAlias

import msgspec

from dipkb.article import Article
from dipkb.errors import PluginError, UnknownName
from dipkb.event import ArticleEvents, Event, Party, faults, parties, when

MENTIONS, EVENTS = "dipkb.mentions", "dipkb.events"
GROUPS = (MENTIONS, EVENTS)
KINDS = ("person", "organisation")
NameSpan: TypeAlias = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Plugin:
    """A plug-in ready to run; ``kind`` is ``mentions`` or ``events``."""

    name: str
    kind: str
    call: Callable[..., Any]


@dataclass(slots=True)
class Tally:
    """What became of the records of event providers: ``taken``, ``known`` to the rules, ``refused`` by plug-in and reason."""

    taken: int = 0
    known: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, other: Tally) -> None:
        """Count another article's."""
        self.taken += other.taken
        self.known += other.known
        self.refused.update(other.refused)

    def lines(self) -> list[str]:
        """For a person, a line for each plug-in and reason; nothing where nothing was refused."""
        return [f"{n:,} records of the plug-in '{name}' refused: {why}." for (name, why), n in sorted(self.refused.items())]


def installed() -> list[EntryPoint]:
    """The entry points of all plug-ins that are installed, sorted by name."""
    return sorted((e for group in GROUPS for e in entry_points(group=group)), key=lambda e: (e.name, e.group))


def find(names: Sequence[str]) -> list[Plugin]:
    """The plug-ins of these names, loaded; a name may stand for one of each kind.

    Raises:
        UnknownName: None is installed under a name.
        PluginError: One cannot be imported.
    """
    known = installed()
    made: list[Plugin] = []
    for name in dict.fromkeys(names):
        named = [e for e in known if e.name == name]
        if not named:
            see = "'dipkb plugin list' shows those installed." if known else "None is installed."
            raise UnknownName("plug-in", name, [e.name for e in known], see)
        made += [Plugin(name, e.group.removeprefix("dipkb."), _loaded(e)) for e in named]
    return made


def _loaded(entry: EntryPoint) -> Callable[..., Any]:
    try:
        call = entry.load()
    except Exception as error:  # whatever a stranger's module raises when it is imported
        raise PluginError(entry.name, f"cannot be loaded from {entry.value} ({type(error).__name__}: {error})") from error
    if not callable(call):
        raise PluginError(entry.name, f"{entry.value} is a {type(call).__name__} and cannot be called")
    return call  # type: ignore[no-any-return]


def names_of(plugins: Sequence[Plugin], text: str, sentences: Sequence[tuple[int, int]]) -> list[NameSpan]:
    """The names that mention providers find, sorted, each stretch of text once; of two that overlap the longer one.

    Raises:
        PluginError: One fails, or gives what is no span of the text or no kind.
    """
    found: list[NameSpan] = []
    for plugin in plugins:
        if plugin.kind == "mentions":
            found += [_checked(plugin, span, text) for span in _run(plugin, text, sentences)]
    kept: list[NameSpan] = []
    for span in sorted(set(found), key=lambda s: (s[0] - s[1], s)):
        if all(span[1] <= k[0] or k[1] <= span[0] for k in kept):
            kept.append(span)
    return sorted(kept)


def _checked(plugin: Plugin, span: Any, text: str) -> NameSpan:
    match span:
        case (int(start), int(end), str(kind)) if 0 <= start < end <= len(text) and kind in KINDS:
            return start, end, kind
    wanted = f"(start, end, kind) with 0 <= start < end <= {len(text)} and kind {' or '.join(KINDS)}"
    raise PluginError(plugin.name, f"gave {span!r}; a name is {wanted}")


def events_of(plugins: Sequence[Plugin], article: Article, told: Sequence[Event]) -> tuple[list[Event], Tally]:
    """The records of event providers that hold: evidence verbatim, not told before; and what became of the others.

    Their ids begin with the plug-in's name; ``rule`` is the record's own, else ``plugin:NAME``.

    Raises:
        PluginError: One fails.
    """
    tally, made = Tally(), list[Event]()
    for plugin in plugins:
        if plugin.kind != "events":
            continue
        for n, given in enumerate(_run(plugin, article), 1):
            event = _record(given, article, f"{plugin.name}-{n}", plugin.name)
            if isinstance(event, str):
                tally.refused[plugin.name, event] += 1
            elif any(_same(event, other) for other in (*told, *made)):
                tally.known += 1
            else:
                made.append(event)
    tally.taken = len(made)
    return made, tally


def _run(plugin: Plugin, *arguments: Any) -> Iterator[Any]:
    try:
        yield from plugin.call(*arguments)
    except Exception as error:  # a stranger's code can fail in any way
        raise PluginError(plugin.name, f"failed ({type(error).__name__}: {error})") from error


def _record(given: Any, article: Article, identifier: str, name: str) -> Event | str:
    """A record as an event whose words stand in the text, or the reason why it is none."""
    try:
        plain = msgspec.to_builtins(given)
        plain = {**plain, "evidence": [_placed(span, article.text) for span in plain.get("evidence") or ()]}
        event: Event = msgspec.convert(plain, Event)
    except (msgspec.ValidationError, AttributeError, TypeError, ValueError):
        return "no event record"
    if not event.evidence:
        return "without evidence"
    event = msgspec.structs.replace(event, id=identifier, rule=event.rule or f"plugin:{name}", part_of=None)
    for link in ("occasion", "counted"):
        event = msgspec.structs.replace(event, **{link: None}) if getattr(event, link, None) else event
    problems = list(faults(ArticleEvents(article=article.head(), events=(event,), text=article.text)))
    if any("does not stand" in p for p in problems):
        return "evidence that does not stand in the text"
    return "a value that no record may have" if problems else event


def _placed(span: Any, text: str) -> dict[str, Any]:
    """A span with its place; one that comes with its words alone is sought in the text."""
    exact = span["exact"]
    if not exact:
        raise ValueError("evidence without words")
    start = span.get("start", text.find(exact))
    return {"start": start, "end": span.get("end", start + len(exact)), "exact": exact}


def _same(one: Event, other: Event) -> bool:
    """Whether two records of an article tell the same: type, parties by role, destination and words, and days that can be one."""
    if type(one) is not type(other) or _who(one) != _who(other):
        return False
    if any(getattr(one, f, None) != getattr(other, f, None) for f in ("destination", "content", "action")):
        return False
    mine, theirs = when(one), when(other)
    return mine == theirs or None in (mine[0], theirs[0])


def _who(event: Event) -> set[tuple[str, str]]:
    return {(role, _identity(party)) for role, party in parties(event)}


def _identity(party: Party) -> str:
    if party.kind in ("country", "group") and party.country:
        return party.country
    return party.id or (party.name or party.role or "").casefold()
