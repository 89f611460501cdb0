"""``dipkb store push``: a store, or files, into a triplestore."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dipkb.cli.commands import example
from dipkb.cli.files import spooled
from dipkb.cli.options import ENVIRONMENT, named_store
from dipkb.cli.speech import Progress, say
from dipkb.errors import CallError
from dipkb.vocab import expand

if TYPE_CHECKING:
    from dipkb.store.embedded import EmbeddedStore


@click.command(
    epilog=example(
        "dipkb store push http://localhost:3030/ds --store kb/",
        "dipkb store push http://localhost:7878 --store kb/ --without-text --dry-run",
        "dipkb store push http://localhost:8890/sparql extra.ttl --graph http://example.org/extra",
    )
)
@click.argument("endpoint", metavar="ENDPOINT")
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--store", "where", metavar="FOLDER", envvar=ENVIRONMENT, help="The store to push; else DIPKB_STORE.")
@click.option(
    "--server", metavar="KIND|FILE", help="The kind of server, or a .yaml file that describes it; else it is found out."
)
@click.option("--graph", "unnamed", metavar="IRI", default="", help="The graph for triples of FILE that are in none.")
@click.option("--without-text", is_flag=True, help="Leave the articles' texts out.")
@click.option("--all", "everything", is_flag=True, help="Send what is there already as well, if somebody changed it there.")
@click.option("--replace", is_flag=True, help="Replace graphs of the same name that somebody else put there.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--chunk", metavar="N", type=click.IntRange(min=1), help="Quads in one request; by default what suits the server.")
@click.option(
    "--timeout",
    "timeout_s",
    metavar="SECONDS",
    type=click.FloatRange(min=1),
    default=600.0,
    show_default=True,
    help="For one request.",
)
def push(
    endpoint: str,
    files: tuple[str, ...],
    where: str | None,
    server: str | None,
    unnamed: str,
    without_text: bool,
    everything: bool,
    replace: bool,
    dry_run: bool,
    chunk: int | None,
    timeout_s: float,
) -> None:
    """Bring a store, or RDF files, to a triplestore: Fuseki, RDF4J, Virtuoso, Oxigraph and others.

    Only graphs that differ from what was pushed before are sent; what the store no longer has is removed there. Graphs that
    dipkb did not put there are left alone. A push that was interrupted is called again and goes on where it stopped.
    User and password come from DIPKB_STORE_USER and DIPKB_STORE_PASSWORD. See docs/servers.md.
    """
    from dipkb.store import push as pushing

    settings = pushing.Settings(
        pushing.FILES if files else pushing.STORE, everything, replace, dry_run, _graph_name(unnamed), timeout_s
    )
    with spooled(files) as paths, _pushed(paths, where) as source, Progress("quads", rate=True) as progress:
        total = source.size()
        place = pushing.place_of(endpoint, server, chunk, timeout_s)
        say(f"{place.base}: {place.dialect.title}{' (found out)' if not server else ''}. {place.dialect.note}".rstrip())
        report = pushing.push(source.graphs(without_text), place, settings, lambda done: progress(done, total))
    for graph in report.in_parts:
        say(f"<{graph}> is too large for one request and went in parts: who asked meanwhile may have seen a part of it.")
    say(f"{'Would send' if dry_run else 'Sent'} {report}")


def _graph_name(iri: str) -> str:
    """A graph's name, checked: it is written into requests."""
    import pyoxigraph as ox

    try:
        return ox.NamedNode(expand(iri) if iri.startswith("dipg:") else iri).value if iri else ""
    except ValueError as reason:
        raise CallError(f"--graph '{iri}' is no IRI: {reason}. Example: --graph http://example.org/extra") from reason


@contextmanager
def _pushed(paths: Sequence[Path], where: str | None) -> Iterator[EmbeddedStore]:
    """The store that is pushed: the one that was named, or one made of the files."""
    from dipkb.store.embedded import EmbeddedStore
    from dipkb.store.folder import create, read_marker

    if not paths:
        folder = Path(named_store(where))
        read_marker(folder)
        with EmbeddedStore(folder, write=False) as source:
            yield source
        return
    with tempfile.TemporaryDirectory() as folder_of_files:
        create(Path(folder_of_files))
        with EmbeddedStore(Path(folder_of_files), write=True) as source:
            source.load(paths)
            yield source
