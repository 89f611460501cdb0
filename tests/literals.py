"""Words of a language that stand in the extractor's code, counted: what another language could not bring along as data.

A literal counts where it meets the text of an article: compared with a word, asked of its beginning or end, in a pattern, or in
a table of a module. Names of fields, of word lists and of what records hold (status, action, kind, …) do not.

Run ``python -m tests.literals`` to see each with its place.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from dipkb.extract.framefiles import read_frames

CODE = Path(__file__).resolve().parents[1] / "src" / "dipkb" / "extract"
_METHODS = {
    "startswith", "endswith", "find", "rfind", "index", "count", "partition", "rpartition", "split", "removeprefix",
    "removesuffix", "replace", "isdisjoint", "issubset",
}  # fmt: skip
_NAMING = {
    "read_frames", "forms", "each", "listed", "words", "endings", "stems", "texts", "text_of", "phrases", "pattern_named",
    "is_so", "needs", "get",    "getattr", "hasattr", "TypeVar", "compile", "group", "table", "cast",
}  # fmt: skip
_PATTERNS = {"compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split"}
_FIELD = re.compile(
    r"\b(code|codes|kind|action|rank|zone|told|type|unit|precision|status|mode|modes|stance|direction|tense|origin|date_origin|place"
    r"|frame|extra|values|fields|act|person|follower|held|found|fates|undone|letters|rule|iso|id|part|needs|bodies|wished|asked|fixed"
    r"|DEEDS|ACTS|STANCES|match|follows|following_codes|cell|tells)\b(\[.*\]|\(.*\))*$"
)
# Modules that compare no text: they read the data files, or write the reasons a reader sees, in English.
NO_TEXT = frozenset({"framefiles.py", "tellings.py", "tracing.py", "coreference.py", "confidence.py"})
# What records and rules of the program call things: no words of an article.
TERMS = (
    frozenset(
        """
    occurred ongoing planned proposed postponed cancelled denied hypothetical present stated none publication
    resolved Visit Meeting Sanction Agreement sign ratify withdraw announce propose impose extend in-force
    call-for threaten refuse delay person organisation country group day week month quarter season half year
    decade weekend fortnight window unit weekday dom hos hog fm def head leader envoy staff pair sides title
    heading body caption phone video in-person lift ease visit status active modifier doer plan names inclusion flow pledge
    supposed truce statement agreed-to attended-by destination origin action apposition other year2 yy unspecified dotted
    short_decade dipkb. numeric future past nearest name visitors parties
    confidence given as_english xbhmd,& YRSCPO fxow cot pronouns possessives
    """.split()  # noqa: SIM905
    )
    | {"does not stand"}
    | {frame["id"] for frame in read_frames("events")["frames"]}
)
# Tables whose keys or values are such terms, or words for a reader of the explanations.
PROGRAM_TABLES = frozenset(
    """
    __all__ KIND_CODES CLASS_CODES NAME_CODES ROLES KINDS COARSENESS PREFERENCE FUTURE LEADING HELD_BACK MENTIONS
    EVENTS PLEDGE _ROLES _MAKERS _PLACES _NEEDS _SAME _READERS _CHECKS _PLAIN_VALUES _RENAMED _JOINABLE _DEEDS
    _SECONDS _STATES _SUREST _UNDONE _TOOK_PLACE _PLACE_ROLES _PHRASES _SURROUNDINGS _SEASONS _ATTENDING
    SURNAME_FIRST _MINISTERIAL _PROMINENT _PRESS _SIDES _WEEKDAYS _KINDS _PLAIN
    _USUAL _NEEDS_PEOPLE _OF_UNION _ORGANS _JOINED Goals
    """.split()  # noqa: SIM905
)


class Literal(NamedTuple):
    """A literal with its place."""

    module: str
    line: int
    words: str


def literals(folder: Path = CODE) -> list[Literal]:
    """Every word of the language in the code, by module and line."""
    found = []
    for path in sorted(path for path in folder.rglob("*.py") if path.name not in NO_TEXT):
        module = str(path.relative_to(folder))
        found += [Literal(module, line, words) for line, words in sorted(set(_of(ast.parse(path.read_text("utf-8")))))]
    return found


def _of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            yield from _compared(node)
        elif isinstance(node, ast.Call):
            yield from _called(node)
        elif isinstance(node, ast.IfExp):
            yield from (word for side in (node.body, node.orelse) if isinstance(side, ast.Tuple) for word in _words(side))
        elif isinstance(node, ast.GeneratorExp | ast.ListComp | ast.For):
            yield from _looped(node)
        elif isinstance(node, ast.Set):
            yield from (word for part in node.elts if isinstance(part, ast.Constant) for word in _words(part))
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and statement.value is not None:
            yield from _table(statement)


def _compared(node: ast.Compare) -> Iterator[tuple[int, str]]:
    sides = [node.left, *node.comparators]
    plain = [s for s in sides if isinstance(s, ast.Constant | ast.Tuple | ast.Set | ast.List)]
    others = [s for s in sides if s not in plain]
    if others and not any(_is_field(s) for s in others):
        yield from (word for side in plain for word in _words(side))


def _looped(node: ast.GeneratorExp | ast.ListComp | ast.For) -> Iterator[tuple[int, str]]:
    """The words that a loop runs through, unless they are names under which words are looked up."""
    loops = [node] if isinstance(node, ast.For) else node.generators
    inside = [*node.body] if isinstance(node, ast.For) else [node.elt]
    names = any(
        isinstance(n, ast.Subscript) or (isinstance(n, ast.Call) and _name(n) in _NAMING) for i in inside for n in ast.walk(i)
    )
    for loop in loops:
        if isinstance(loop.iter, ast.Tuple | ast.List) and not names:
            yield from (word for part in loop.iter.elts if isinstance(part, ast.Constant) for word in _words(part))


def _is_field(side: ast.expr) -> bool:
    return bool(_FIELD.search(ast.unparse(side))) and not ast.unparse(side).endswith(".low")


def _called(node: ast.Call) -> Iterator[tuple[int, str]]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    of = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if of == "re" and name in _PATTERNS and node.args:
        yield from ((line, word) for line, text in _plain(node.args[0]) for word in _in_pattern(text) if word not in TERMS)
    elif of and name in _METHODS and not _FIELD.search(of):
        yield from (word for a in node.args if isinstance(a, ast.Constant | ast.Tuple | ast.Set) for word in _words(a))


def _table(statement: ast.Assign | ast.AnnAssign) -> Iterator[tuple[int, str]]:
    """The words of a module's table; those of its types, of patterns and the names of lists aside."""
    targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
    if not PROGRAM_TABLES.isdisjoint(n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)):
        return
    left_out = {id(inner) for node in ast.walk(statement) for inner in _names_of_lists(node)}
    assert statement.value is not None
    for node in ast.walk(statement.value):
        if id(node) not in left_out and isinstance(node, ast.Constant):
            yield from _words(node)


def _names_of_lists(node: ast.AST) -> Iterator[ast.AST]:
    """What stands in a table only to find the words: arguments, keys, names that are run through."""
    if isinstance(node, ast.Call) and _name(node) in _NAMING:
        yield from ast.walk(node)
    elif isinstance(node, ast.Subscript):
        yield from ast.walk(node.slice)
    elif isinstance(node, ast.comprehension):
        yield from ast.walk(node.iter)
    elif isinstance(node, ast.JoinedStr):
        yield from ast.walk(node)


def _name(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def _words(node: ast.expr) -> Iterator[tuple[int, str]]:
    """The words among the literals: of two letters or more, and neither codes of items nor terms of the records."""
    for line, text in _texts(node):
        if re.search(r"[^\W\d_]{2}", text) and not _is_codes(text):
            yield line, text


def _texts(node: ast.expr) -> Iterator[tuple[int, str]]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.lineno, inner.value


def _plain(node: ast.expr) -> Iterator[tuple[int, str]]:
    """The parts of a pattern that stand in the code themselves."""
    if isinstance(node, ast.JoinedStr):
        yield from (found for part in node.values for found in _plain(part))
    elif isinstance(node, ast.BinOp):
        yield from (found for part in (node.left, node.right) for found in _plain(part))
    elif isinstance(node, ast.Constant):
        yield from _texts(node)


def _in_pattern(text: str) -> list[str]:
    plain = re.sub(r"\\[bBwWdDsSnrt]|\\u[0-9a-f]{4}|\(\?P?[<=!:][\w=!]*>?|\[[^\]]*\]", " ", text)
    return re.findall(r"[^\W\d_]{2,}", plain)


def _is_codes(text: str) -> bool:
    """Whether a text is a list of codes of items ("taxAZ"), not a word."""
    one = " " not in text and "-" not in text
    return text in TERMS or text.startswith("{") or (one and not text.islower() and not text.istitle())


if __name__ == "__main__":
    for found in literals():
        print(f"{found.module}:{found.line}: {found.words!r}")
    print(len(literals()))
