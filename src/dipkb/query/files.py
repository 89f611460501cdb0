"""Query files: one question a file, its header in YAML comments (``#+ key: value``), its parameters marked in the text.

The header stands at the top of the file::

    #+ question: Which visits did a leader make, and when?
    #+ summary: One row a visit, with its length where both days are known.
    #+ tags: [visits]
    #+ competency: [3]
    #+ parameters:
    #+   leader: {type: person, description: who went, example: Lukashenko}
    #+   year: {type: year, required: false, description: only this year, example: "2023"}
    #+ columns:
    #+   event: the visit
    #+   places: where, each once
    #+ sets: [places]
    #+ page: [from_day, event]

The name of the query is the file's name without ``.rq``, its subject the folder's. ``sets`` names the columns that hold several
values joined by ``|``, which are sorted after the engine answered; ``chains`` those whose values begin with their position and
are put in that order. Prefixes are not repeated in the file; they are those of ``ontology/prefixes.ttl``. ``page`` names the
variables, without ``?``, by which the rows are ordered and of which each row has its own: where only some rows are asked for,
the sub-select before ``#@ page`` gives these alone, and what else the rows tell is looked up for them only.

Three kinds of mark, each a line of its own and a comment to SPARQL::

    #@ values leader      here the value comes in, as VALUES ?leader { <…> }
    #@ if year            from here to "#@ end" only when the parameter has a value
    #@ end
    #@ page               here a sub-select ends that has one solution for each row of the answer, in the order of ``page``
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from dipkb.errors import DataError, UnknownName
from dipkb.resources import folder

Kind: TypeAlias = Literal["name", "person", "country", "year", "date", "integer", "text", "event", "iri"]
MARK = re.compile(r"[ \t]*#@[ \t]*(\w+)(?:[ \t]+(\w+))?[ \t]*")


class Parameter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a parameter takes; one with a ``default``, or not ``required``, may be left out. ``choices``: the texts it may be."""

    type: Kind
    description: str
    example: str
    required: bool = True
    default: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def optional(self) -> bool:
        """Whether a call may leave it out."""
        return self.default is not None or not self.required


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The keys of a header; ``competency``: the numbers of the competency questions it answers, ``columns``: what each means."""

    question: str
    summary: str
    tags: tuple[str, ...]
    columns: dict[str, str]
    competency: tuple[int, ...] = ()
    parameters: dict[str, Parameter] = {}
    sets: tuple[str, ...] = ()
    chains: tuple[str, ...] = ()
    page: tuple[str, ...] = ()


class Query(Header, frozen=True, kw_only=True):
    """A question: its header, its name and subject, and ``body``, the SPARQL text with its marks and without prefixes."""

    name: str
    subject: str
    path: Path
    body: str

    @property
    def text(self) -> str:
        """The file as it stands, header and all."""
        return self.path.read_text(encoding="utf-8")


def queries(folders: Sequence[Path] = ()) -> dict[str, Query]:
    """All queries by name, in order of subject and name: the shipped ones, then those of a user's own folders.

    Raises:
        DataError: A file is malformed, a folder is missing, or two files have the same name; says where.

    >>> queries()["meetings-of-two-leaders"].subject
    'meetings'
    """
    found: dict[str, Query] = {}
    for query in (q for base in (folder("queries"), *folders) for q in _read_folder(Path(base))):
        if query.name in found:
            raise DataError(f"the name '{query.name}' is taken by {found[query.name].path}. Rename one.", str(query.path))
        found[query.name] = query
    return found


def get(name: str, folders: Sequence[Path] = ()) -> Query:
    """The query of that name.

    Raises:
        UnknownName: There is none; has the nearest names.

    >>> get("vists")
    Traceback (most recent call last):
    dipkb.errors.UnknownName: No query is called 'vists'. Did you mean 'visits'? 'dipkb query list' shows all ...
    """
    known = queries(folders)
    if name not in known:
        raise UnknownName("query", name, known, f"'dipkb query list' shows all {len(known)}.")
    return known[name]


@cache
def _read_folder(base: Path) -> tuple[Query, ...]:
    if not base.is_dir():
        raise DataError("there is no such folder of queries. Name a folder that holds <subject>/<name>.rq.", str(base))
    return tuple(_read(path) for path in sorted(base.rglob("*.rq"), key=lambda p: (p.parent.name, p.stem)))


def _read(path: Path) -> Query:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as reason:
        raise DataError(f"the query cannot be read: {reason}.", str(path)) from reason
    height = next((n for n, line in enumerate(lines) if not line.startswith("#+")), len(lines))
    header = _header([line[2:] for line in lines[:height]], path)
    fields = {name: getattr(header, name) for name in Header.__struct_fields__}
    query = Query(name=path.stem, subject=path.parent.name, path=path, body="\n".join(lines[height:]).strip() + "\n", **fields)
    for line, fault in _faults(query, height):
        raise DataError(fault, str(path), line)
    return query


def _header(lines: list[str], path: Path) -> Header:
    """The header's YAML, every scalar read as text and then as what its key takes, so that an example 2023-12-04 stays one."""
    import yaml

    text = "\n".join(line.removeprefix(" ") for line in lines)
    try:
        return msgspec.convert(_parse(text), Header, strict=False)
    except yaml.YAMLError as reason:
        mark = getattr(reason, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise DataError(f"the header is no YAML: {getattr(reason, 'problem', reason)}.", str(path), line) from reason
    except msgspec.ValidationError as reason:
        raise DataError(f"the header is incomplete or wrong: {reason}. See docs/queries.md.", str(path), 1) from reason


def _parse(text: str) -> Any:
    import yaml

    return yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))  # noqa: S506 - texts, lists and mappings only


def _faults(query: Query, height: int) -> Iterator[tuple[int, str]]:
    """What the types of the header cannot forbid: marks that do not pair or name nothing, parameters and columns unused."""
    used, opened = set(), 0
    for number, line in enumerate(query.path.read_text(encoding="utf-8").splitlines()[height:], height + 1):
        if not line.lstrip().startswith("#@"):
            continue
        match = MARK.fullmatch(line)
        word, name = match.groups() if match else (line.strip(), None)
        if word not in ("values", "if", "end", "page") or (word in ("end", "page")) != (name is None):
            yield number, f"'{line.strip()}' is no mark. Write '#@ values NAME', '#@ if NAME', '#@ end' or '#@ page'."
        opened += {"if": 1, "end": -1}.get(word, 0)
        if name and name not in query.parameters:
            yield number, f"the mark names '{name}', which the header's parameters do not have."
        if opened < 0:
            yield number, "'#@ end' has no '#@ if'."
        used.add(name if word == "values" else None)
    if bool(query.page) != (query.body.count("#@ page") == 1):
        yield 1, "'page' in the header and one '#@ page' go together."
    if opened > 0:
        yield height, "an '#@ if' has no '#@ end'."
    yield from ((1, f"the parameter '{name}' has no '#@ values {name}'.") for name in query.parameters if name not in used)
    sorts = (*query.sets, *query.chains)
    yield from ((1, f"'{name}' is sorted but is no column.") for name in sorts if name not in query.columns)


def spelled(parameters: Mapping[str, str]) -> str:
    """Parameters as one writes them on the command line.

    >>> spelled({"year": "2023", "leader_a": "Xi Jinping"})
    "--param year=2023 --param leader_a='Xi Jinping'"
    """
    import shlex

    return " ".join(f"--param {name}={shlex.quote(value)}" for name, value in parameters.items())
