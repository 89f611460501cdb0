"""Everything that can go wrong in a way dipkb can name, one class a cause.

The family, with the exit code the command line gives for each::

    DipkbError
    ├── CallError        2  the call is wrong
    │   ├── UnknownName     a query, term or parameter that is not there; carries the nearest names
    │   └── BadParameter    a value that is not what the parameter takes
    ├── InputError       3  an input cannot be read; carries file and line
    │   └── UnreadArticle   an article that the extractor cannot read: another language, too long; carries id and reason
    ├── PluginError      3  a plug-in cannot be loaded, or failed on an article
    ├── OutputError      3  an output cannot be written
    ├── DataError        3  a data file of the project or of a user (gazetteer, frame, query) is malformed
    └── StoreError       4  the store cannot be reached or refused

A message says what happened, where, and what to do next, and shows the value.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable


class DipkbError(Exception):
    """What every named failure of dipkb is; ``exit_code`` is what the command line ends with."""

    exit_code = 1


class CallError(DipkbError):
    """The call itself is wrong: an option, a name or a value."""

    exit_code = 2


class UnknownName(CallError):
    """Nothing is called that; ``near`` holds up to three names that are close.

    >>> str(UnknownName("query", "vists", ["visits", "meetings"], "'dipkb query list' shows all 2."))
    "No query is called 'vists'. Did you mean 'visits'? 'dipkb query list' shows all 2."
    """

    def __init__(self, kind: str, name: str, known: Iterable[str], see: str = "") -> None:
        self.kind, self.name = kind, name
        self.near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.6)
        guess = " Did you mean " + " or ".join(f"'{n}'" for n in self.near) + "?" if self.near else ""
        super().__init__(f"No {kind} is called '{name}'.{guess}{' ' + see if see else ''}")


class BadParameter(CallError):
    """A parameter's value is not what the parameter takes."""


class InputError(DipkbError):
    """An input cannot be read; ``path`` and ``line`` (from 1, None where there is no line) say where."""

    exit_code = 3

    def __init__(self, message: str, path: str = "", line: int | None = None) -> None:
        self.path, self.line = path, line
        where = f"{path}:{line}: " if path and line else f"{path}: " if path else ""
        super().__init__(where + message)


class UnreadArticle(InputError):
    """An article the extractor cannot read; ``article`` is its id, ``reason`` why not."""

    def __init__(self, article: str, reason: str) -> None:
        self.article, self.reason = article, reason
        super().__init__(f"article '{article}' was not read: {reason}.")

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.article, self.reason)


class PluginError(InputError):
    """A plug-in cannot be loaded, failed, or gave what is not asked of it; ``plugin`` is its name."""

    def __init__(self, plugin: str, message: str) -> None:
        self.plugin, self.message = plugin, message
        super().__init__(f"The plug-in '{plugin}' {message}.")

    def __reduce__(self) -> tuple[type, tuple[str, str]]:
        return type(self), (self.plugin, self.message)


class OutputError(DipkbError):
    """An output cannot be written; what stood there before is untouched."""

    exit_code = 3


class DataError(InputError):
    """A data file (ontology, query, gazetteer, frame) is malformed."""


class StoreError(DipkbError):
    """The store cannot be opened, reached, or refused what was asked."""

    exit_code = 4
