"""How fast articles are read: on one core and on several, with which memory, and what each step costs.

python benchmarks/extract.py [articles] [--jobs N] [--runs N]

Articles are what ``dipkb extract`` reads; ``DIPKB_ARTICLES`` or the shared ones unless given. Times are CPU times, since a wall
clock tells little on a busy machine, of runs after a first one that fills the caches; the rate with ``--jobs`` is by the wall.
"""

from __future__ import annotations

import argparse
import importlib
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import GeneratorType
from typing import TYPE_CHECKING, Any

from dipkb.resources import is_compiled

if TYPE_CHECKING:
    from dipkb.article import Article
    from dipkb.extract import Extractor

GOAL = 250  # articles a second and core
WORDS = 450  # in an article that the goal speaks of
FLOOR = GOAL / 2  # fewer are a fault, whatever else the machine is doing
SHARED = "../shared/data/articles/open.jsonl"
STEPS = {
    "language": ["dipkb.extract.Language.refuse_unreadable"],
    "sentences and tokens": ["dipkb.extract.text.sentences", "dipkb.extract.text.headline"],
    "dates and durations": ["dipkb.extract.lexing.find_dates", "dipkb.extract.lexing.find_durations"],
    "names and words": ["dipkb.extract.mentions.lex"],
    "phrases": ["dipkb.extract.read_line"],
    "quotation marks": ["dipkb.extract.mark_quotes"],
    "parties": ["dipkb.extract.parties.Parties.__init__", "dipkb.extract.parties.Parties.read"],
    "statements": ["dipkb.extract.Speech.utterances", "dipkb.extract.first_persons", "dipkb.extract.Extractor.statements"],
    "triggers": ["dipkb.extract.frames.Frames.candidates"],
    "visits": ["dipkb.extract.frames._MAKERS.Visit"],
    "meetings": ["dipkb.extract.frames._MAKERS.Meeting"],
    "sanctions": ["dipkb.extract.frames._MAKERS.Sanction"],
    "agreements": ["dipkb.extract.frames._MAKERS.Agreement"],
    "one event, one record": ["dipkb.extract.Consolidation.join", "dipkb.extract.Records.made"],
    "claims": ["dipkb.extract.Extractor.counted"],
    "initiatives": ["dipkb.extract.initiatives"],
    "reasons and confidence": ["dipkb.extract.Tellings.__init__", "dipkb.extract.Tracer.traced"],
    "JSON": ["dipkb.event.to_json"],
}
REST = "the rest"


@dataclass(slots=True)
class Clock:
    """Time by step; what a step inside another one takes is the inner one's alone."""

    spent: dict[str, float] = field(default_factory=dict)
    running: list[str] = field(default_factory=lambda: [REST])
    since: float = 0.0

    def turn(self) -> None:
        """Book the time since the last turn on the step that runs."""
        now, step = time.perf_counter(), self.running[-1]
        self.spent[step] = self.spent.get(step, 0.0) + now - self.since
        self.since = now

    def timed(self, step: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function with its time booked on the step; a generator is run to its end within it."""

        def run(*args: Any, **named: Any) -> Any:
            self.turn()
            self.running.append(step)
            made = function(*args, **named)
            made = iter(list(made)) if isinstance(made, GeneratorType) else made
            self.turn()
            self.running.pop()
            return made

        return run


def main() -> int:
    """Print rates, memory and steps; 1 when one core reads less than half of what it should."""
    call = _call()
    if not Path(call.articles).exists():
        print(
            f"{call.articles} is not here: how fast articles are read was left out (another file: as argument or DIPKB_ARTICLES)"
        )
        return 2 if call.named else 0
    extractor = _started()
    articles = _readable(extractor, call.articles)
    words = sum(len(article.text.split()) for article in articles)
    print(f"read              {len(articles):8,} articles of {words / len(articles):.0f} words   ({_machine()})")
    rate = _one_core(extractor, articles, words, call.runs)
    print(f"peak memory       {_megabytes(resource.RUSAGE_SELF):8.0f} MB")
    _several(articles, words, call.jobs)
    if is_compiled():
        print("what each step costs cannot be told of a compiled extractor")
    else:
        _steps(extractor, articles)
    return 1 if rate < FLOOR else 0


def _call() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("articles", nargs="?")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--runs", type=int, default=5)
    call = parser.parse_args()
    call.named = call.articles is not None
    call.articles = call.articles or os.environ.get("DIPKB_ARTICLES", SHARED)
    return call


def _started() -> Extractor:
    """An extractor; what it costs to make one is printed."""
    began = time.process_time()
    from dipkb.pipeline.extracting import Settings

    extractor = Settings().extractor()
    print(f"start             {time.process_time() - began:8.2f} s until the first article")
    return extractor


def _readable(extractor: Extractor, path: str) -> list[Article]:
    """The articles that can be read; reading them once fills the caches."""
    from dipkb.article import Article
    from dipkb.errors import InputError
    from dipkb.reading import read_articles

    def tell(error: InputError) -> None:
        print(f"left out          {error}")

    found: list[Article] = []
    for article in (item for item in read_articles([path], on_error=tell) if isinstance(item, Article)):
        try:
            extractor.extract(article)
            found.append(article)
        except InputError as error:
            tell(error)
    return found


def _one_core(extractor: Extractor, articles: Sequence[Article], words: int, runs: int) -> float:
    """Print and return the rate on one core, for articles of the goal's length."""
    times = sorted(_cpu_s(extractor, articles) for _ in range(runs))
    median = statistics.median(times)
    rate = words / WORDS / median
    each = f"{len(articles) / median:8.0f} articles/s, {words / median:,.0f} words/s"
    print(f"one core          {each}   ({_spread(times, articles)})")
    print(f"of {WORDS} words      {rate:8.0f} articles/s; the goal is {GOAL}{', this is too slow' if rate < FLOOR else ''}")
    return rate


def _spread(times: Sequence[float], articles: Sequence[Article]) -> str:
    least, most = (1000 * t / len(articles) for t in (times[0], times[-1]))
    return f"median of {len(times)} runs, {least:.2f} to {most:.2f} ms CPU an article"


def _cpu_s(extractor: Extractor, articles: Sequence[Article]) -> float:
    from dipkb.event import to_json

    began = time.process_time()
    for article in articles:
        to_json(extractor.extract(article))
    return time.process_time() - began


def _several(articles: Sequence[Article], words: int, jobs: int) -> None:
    """Print the rate of several processes, without the time they take to start."""
    from dipkb.extract.plugins import Tally
    from dipkb.pipeline.extracting import Reading, Settings

    def wall_s(items: Sequence[Article]) -> float:
        began = time.perf_counter()
        list(Reading(Settings(), jobs, lambda error: None, Tally()).records(items))
        return time.perf_counter() - began

    alone, whole = wall_s(articles[:jobs]), wall_s(articles)
    rate = words / WORDS / (whole - alone)
    print(f"--jobs {jobs:<11}{rate:8.0f} articles/s of {WORDS} words by the wall   (and {alone:.1f} s to start; {_load()})")
    print(f"peak memory       {_megabytes(resource.RUSAGE_CHILDREN):8.0f} MB for each process")


def _steps(extractor: Extractor, articles: Sequence[Article]) -> None:
    """Print what each step takes, dearest first; timed where they are called, the steps cost a little more than alone."""
    clock = Clock()
    unknown = [path for step, paths in STEPS.items() for path in paths if not _wrap(path, partial(clock.timed, step))]
    from dipkb.event import to_json

    clock.since = time.perf_counter()
    for article in articles:
        to_json(extractor.extract(article))
    clock.turn()
    whole = sum(clock.spent.values())
    print(f"\n{'step':<26}{'ms an article':>14}{'share':>8}")
    for step, spent in sorted(clock.spent.items(), key=lambda row: -row[1]):
        print(f"{step:<26}{1000 * spent / len(articles):>14.3f}{spent / whole:>8.1%}")
    if unknown:
        print(f"not timed on their own, since they are not there: {', '.join(unknown)}")


def _wrap(path: str, wrapped: Callable[[Callable[..., Any]], Callable[..., Any]]) -> bool:
    """Put a wrapped function in the place of one that is named by module, maybe class or table; whether there is one."""
    *owners, name = path.split(".")
    try:
        owner: Any = importlib.import_module("dipkb")
        for part in owners[1:]:
            owner = getattr(owner, part, None) or importlib.import_module(f"{owner.__name__}.{part}")
        function = owner[name] if isinstance(owner, dict) else getattr(owner, name)
    except (ImportError, AttributeError, KeyError):
        return False
    if isinstance(owner, dict):
        owner[name] = wrapped(function)
    else:
        setattr(owner, name, wrapped(function))
    return True


def _megabytes(who: int) -> float:
    """The most memory that a process has had; macOS counts in bytes, others in kilobytes."""
    return resource.getrusage(who).ru_maxrss / (1_000_000 if sys.platform == "darwin" else 1000)


def _machine() -> str:
    extractor = "compiled" if is_compiled() else "interpreted"
    return f"{os.cpu_count()} cores, Python {sys.version.split()[0]}, extractor {extractor}"


def _load() -> str:
    return f"load {os.getloadavg()[0]:.1f}"


if __name__ == "__main__":
    sys.exit(main())
