"""How long validation takes, against pySHACL alone on the same graph: ``python -m benchmarks.validate [ARTICLES …]``.

The articles are invented (:mod:`tests.invented`): real people, countries and offices, encounters that never were; 17,000 of them
are a million quads. One line in a thousand has a fault (:mod:`tests.faults`). Each way runs in a process of its own.

Give ``--alone`` to leave pySHACL out, and ``--on-disk`` to read the store from its disk, as is done with larger ones.
"""

from __future__ import annotations

import argparse
import hashlib
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults import faulty
from tests.invented import Inventor

from dipkb import pipeline
from dipkb.gazetteer import load
from dipkb.store import open_store

WAYS = ("ours", "on-disk", "pyshacl")


def main() -> None:
    """Print a table: quads, results, CPU seconds and peak memory of each way, the ratio, and whether the reports are equal."""
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("sizes", nargs="*", type=int, default=[1_700, 4_250, 17_000])
    cli.add_argument("--alone", action="store_true", help="without pySHACL")
    cli.add_argument("--on-disk", action="store_true", help="also read the store from its disk")
    cli.add_argument("--way", choices=WAYS, help=argparse.SUPPRESS)
    cli.add_argument("--data", help=argparse.SUPPRESS)
    told = cli.parse_args()
    if told.way:
        return one(told.way, Path(told.data))
    ways = [way for way in WAYS if not (told.alone and way == "pyshacl") and (told.on_disk or way != "on-disk")]
    print(f"{'quads':>10} {'results':>8}" + "".join(f" {way + ' s':>10} {'MB':>6}" for way in ways) + f" {'ratio':>6} equal")
    for size in told.sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(measured(Path(folder), size, ways), flush=True)


def measured(folder: Path, size: int, ways: list[str]) -> str:
    """One line of the table."""
    with (
        open_store(folder / "made", create=True, write=True) as made,
        open_store(folder / "kb", create=True, write=True) as store,
    ):
        pipeline.build(Inventor(load()).articles(size), made)
        quads = store.replace_all(faulty((line for line in made.lines() if "_:" not in line), 0.001))
    found = {way: asked(way, folder / "kb") for way in ways}
    seconds = {way: float(cells[0]) for way, cells in found.items()}
    ratio = f"{seconds['pyshacl'] / seconds['ours']:>6.1f}" if "pyshacl" in ways else f"{'':>6}"
    equal = "yes" if len({cells[3] for cells in found.values()}) == 1 else "NO"
    cells = "".join(f" {float(s):>10.1f} {float(mb):>6.0f}" for s, mb, *_ in found.values())
    return f"{quads:>10,} {found['ours'][2]:>8}{cells} {ratio} {equal}"


def asked(way: str, data: Path) -> list[str]:
    """CPU seconds, peak megabytes, results and the digest of the report of one way, in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.validate", "--way", way, "--data", str(data)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def one(way: str, data: Path) -> None:
    """Validate a store by one way."""
    from dipkb.store.embedded import EmbeddedStore
    from dipkb.validate import graph, reference, to_json, validate

    if way == "on-disk":
        graph.IN_MEMORY = 0
    begin = time.process_time()
    with EmbeddedStore(data, write=False) as store, store.engine() as engine:
        report = reference(engine) if way == "pyshacl" else validate(engine)
    digest = hashlib.sha256(to_json(report).encode()).hexdigest()[:16]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << (20 if sys.platform == "darwin" else 10))
    print(time.process_time() - begin, peak, len(report.results), digest)


if __name__ == "__main__":
    main()
