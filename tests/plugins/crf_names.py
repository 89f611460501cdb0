"""A mention provider: person names by a conditional random field (python-crfsuite), trained on a few dozen sentences made here.

A real one is trained on an annotated corpus; what it does with dipkb is the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pycrfsuite

_TOKEN = re.compile(r"\w+|[^\w\s]")
_NAMES = ("ngozi okafor", "petra lindqvist", "tomasz wrona", "ana beltran", "kwame asante", "ilse vermeer", "omid rahimi")
_FRAMES = """{} arrived in the capital on Monday .
the talks were led by {} and lasted an hour .
{} met {} for talks .
according to {} , the meeting went well .
officials said that {} would travel home .
the ministry thanked {} on Tuesday .""".splitlines()


def names(text: str, sentences: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Runs of tokens that the model takes for a person."""
    for start, end in sentences:
        tokens = [(start + m.start(), start + m.end(), m.group()) for m in _TOKEN.finditer(text[start:end])]
        labels = _model().tag(_features([word for *_, word in tokens]))
        first = None
        for (at, _, _), label, before in zip([*tokens, (end, end, "")], [*labels, "O"], [None, *tokens], strict=True):
            if first is None and label == "P":
                first = at
            elif first is not None and label == "O" and before:
                yield first, before[1], "person"
                first = None


def _features(words: Sequence[str]) -> list[list[str]]:
    around = ["<s>", *(w.lower() for w in words), "</s>"]
    return [[f"before={around[n]}", f"after={around[n + 2]}", f"suffix={w[-2:].lower()}"] for n, w in enumerate(words)]


def _sentence(frame: str, n: int) -> tuple[list[str], list[str]]:
    """The n-th filling of a frame: its words, and a label for each."""
    pair = iter((_NAMES[n % len(_NAMES)], _NAMES[(n + 3) % len(_NAMES)]))
    parts = [next(pair).split() if part == "{}" else part for part in frame.split()]
    labelled = [
        (w, "P") if isinstance(part, list) else (w, "O") for part in parts for w in (part if isinstance(part, list) else [part])
    ]
    return [w for w, _ in labelled], [label for _, label in labelled]


@cache
def _model() -> pycrfsuite.Tagger:
    trainer = pycrfsuite.Trainer(verbose=False)
    trainer.set_params({"max_iterations": 60})
    for n, frame in enumerate(_FRAMES * len(_NAMES)):
        pair = iter((_NAMES[n % len(_NAMES)], _NAMES[(n + 3) % len(_NAMES)]))
        words = [
            (w, "P" if part == "{}" else "O") for part in frame.split() for w in (next(pair).split() if part == "{}" else [part])
        ]
        trainer.append(_features([w for w, _ in words]), [label for _, label in words])
    with TemporaryDirectory() as folder:
        path = Path(folder, "model")
        trainer.train(str(path))
        tagger = pycrfsuite.Tagger()
        tagger.open(str(path))
    return tagger
