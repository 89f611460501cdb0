"""Faults put into a graph: lines of N-Quads left out, doubled, misspelt, retyped or led elsewhere; the same ones for a seed."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterable, Iterator

from dipkb.vocab import prefixes

XSD = prefixes()["xsd"]
HOSTILE = (
    '""',
    r'"\\1 \\d \\g<x>"',
    r'"2023-12-04\n"',
    '"x"@en',
    '"x"@en-GB',
    '"0.90"',
    f'"no value"^^<{XSD}date>',
    f'"2023-02-30"^^<{XSD}date>',
    f'"2023-12-04Z"^^<{XSD}date>',
    rf'"2023-12-04\n"^^<{XSD}date>',
    f'"007"^^<{XSD}integer>',
    f'"1_000"^^<{XSD}integer>',
    f'"{10**400}"^^<{XSD}integer>',
    f'"{"9" * 5000}"^^<{XSD}integer>',
    f'"{"9" * 5000}"',
    f'"3"^^<{XSD}int>',
    f'"0.90"^^<{XSD}decimal>',
    f'"NaN"^^<{XSD}decimal>',
    f'"yes"^^<{XSD}boolean>',
    f'"1"^^<{XSD}boolean>',
    f'"P3H"^^<{XSD}duration>',
    f'"0001-01-01T00:00:00Z"^^<{XSD}dateTime>',
    f'"2023"^^<{prefixes()["edtf"]}EDTF>',
    f'"2023-24~"^^<{prefixes()["edtf"]}EDTF>',
    f'"2023-02-29"^^<{prefixes()["edtf"]}EDTF>',
    "_:blank",
    "<urn:x>",
    f"<{prefixes()['dipc']}status/occurred>",
    f"<{prefixes()['dip']}Visit>",
)
_LINE = re.compile(r"(\S+) (\S+) (.+) (<[^>]*>) \.\s*$")
Line = tuple[str, str, str, str]


def faulty(lines: Iterable[str], share: float, seed: int = 1) -> Iterator[str]:
    """The lines, of which this share has a fault."""
    chance = random.Random(seed)
    before: Line = ("<urn:s>", "<urn:p>", "<urn:o>", "<urn:g>")
    for line in lines:
        found = _LINE.match(line)
        if found is None or chance.random() >= share:
            yield line
            continue
        told = (found[1], found[2], found[3], found[4])
        yield from (_written(*new) for new in chance.choice(FAULTS)(told, before, chance))
        before = told


def _written(s: str, p: str, o: str, g: str) -> str:
    return f"{s} {p} {o} {g} ."


def _hostile(line: Line, chance: random.Random) -> Line:
    return (*line[:2], chance.choice(HOSTILE), line[3])


def _retyped(line: Line) -> Line:
    return (*line[:2], re.sub(r'"(@\S+|\^\^<\S+)?$', f'"^^<{XSD}token>', line[2]), line[3])


def _misspelt(line: Line) -> Line:
    return (line[0], line[1][:-1] + "x>", *line[2:])


FAULTS: tuple[Callable[[Line, Line, random.Random], list[Line]], ...] = (
    lambda line, before, chance: [],
    lambda line, before, chance: [line, _hostile(line, chance)],
    lambda line, before, chance: [_hostile(line, chance)],
    lambda line, before, chance: [_retyped(line)],
    lambda line, before, chance: [_misspelt(line)],
    lambda line, before, chance: [line, (line[0], line[1], before[2], line[3])],
    lambda line, before, chance: [(*line[:2], before[0], line[3])],
    lambda line, before, chance: [line, (before[0], *line[1:])],
    lambda line, before, chance: [(*line[:2], line[0], line[3])],
    lambda line, before, chance: [("_:other", *line[1:]), line],
)
