"""Packed files: what went in comes out, the same bytes each time, and nothing unfolds without end."""

from __future__ import annotations

import gzip
import io
import json
import subprocess
import sys
import tracemalloc
from collections import deque
from collections.abc import Callable
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st

from dipkb import packed
from dipkb.cli import main
from dipkb.cli.files import open_output
from dipkb.errors import CallError, InputError
from dipkb.packed import packing, unpacked
from dipkb.reading import read_articles

PACKERS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstd.compress}
KINDS = {"gz": "gzip", "zst": "zstd"}


def pack(data: bytes, kind: str | None) -> bytes:
    out = io.BytesIO()
    with packing(out, kind) as stream:
        stream.write(data)
    return out.getvalue()


@pytest.mark.parametrize("kind", [None, "gzip", "zstd"])
@given(data=st.binary())
def test_what_goes_in_comes_out(kind: str | None, data: bytes) -> None:
    if kind or not packed.packing_seen(io.BufferedReader(io.BytesIO(data))):
        try:
            assert unpacked(io.BytesIO(pack(data, kind)), "x").read() == data
        except InputError:  # by chance the data look packed themselves
            assert packed.packing_seen(io.BufferedReader(io.BytesIO(data)))


@pytest.mark.parametrize("kind", PACKERS)
def test_others_read_what_is_packed_here(kind: str) -> None:
    read = {"gz": gzip.decompress, "zst": zstd.decompress}[kind]
    assert read(pack(b"a line\n" * 1000, KINDS[kind])) == b"a line\n" * 1000


@pytest.mark.parametrize("kind", KINDS.values())
def test_the_same_bytes_are_packed_to_the_same_bytes_with_no_name_and_no_time(tmp_path: Path, kind: str) -> None:
    ending = {"gzip": ".gz", "zstd": ".zst"}[kind]
    for name in ("one", "two"):
        with open_output(str(tmp_path / (name + ending))) as out:
            out.write(b"text " * 100)
    first, second = ((tmp_path / (name + ending)).read_bytes() for name in ("one", "two"))
    assert first == second == pack(b"text " * 100, kind)
    assert kind == "zstd" or first[3:8] == bytes(5)  # no flags (a name would be one), no time


@pytest.mark.parametrize("kind", PACKERS)
def test_a_file_cut_off_anywhere_is_no_shorter_file(kind: str) -> None:
    whole = PACKERS[kind](bytes(range(256)) * 40)
    for size in range(4, len(whole), max(1, len(whole) // 40)):
        with pytest.raises(InputError, match="is damaged or cut off"):
            unpacked(io.BytesIO(whole[:size]), "x").read()


@pytest.mark.parametrize("outer", PACKERS)
@pytest.mark.parametrize("inner", PACKERS)
def test_packed_twice_is_refused(outer: str, inner: str) -> None:
    with pytest.raises(InputError, match=r"x\.nq\.gz: is packed twice\. Unpack it once"):
        unpacked(io.BytesIO(PACKERS[outer](PACKERS[inner](b"text"))), "x.nq.gz")


@pytest.mark.parametrize("kind", PACKERS)
def test_a_bomb_is_stopped_in_little_memory(kind: str) -> None:
    bomb = PACKERS[kind](bytes(300_000_000))
    tracemalloc.start()
    stream = unpacked(io.BytesIO(bomb), "bomb")
    with pytest.raises(InputError, match=r"bomb: unfolds to over 200 times its size"):
        deque(iter(lambda: stream.read(1 << 20), b""), maxlen=0)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 10_000_000


def test_without_zstandard_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def lacking() -> None:
        raise ImportError("compression.zstd")

    data = zstd.compress(b"text")
    monkeypatch.setattr(packed, "_zstd", lacking)
    with pytest.raises(CallError, match=r"pip install 'dipkb\[zstd\]'"), packing(io.BytesIO(), "zstd"):
        pass
    with pytest.raises(InputError, match=r"a\.zst: is packed by Zstandard.*pip install 'dipkb\[zstd\]'"):
        unpacked(io.BytesIO(data), "a.zst")


# Articles

ARTICLE = {"id": "a1", "title": "A visits B", "text": "A visited B."}
FORMS = {
    "a.json": json.dumps(ARTICLE).encode(),
    "a.jsonl": (json.dumps(ARTICLE) + "\n").encode(),
    "a.txt": b"A visits B\n\nA visited B.",
}


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("name", FORMS)
def test_articles_are_read_packed(tmp_path: Path, name: str, kind: str) -> None:
    for number, data in enumerate((PACKERS[kind](FORMS[name]), FORMS[name])):  # servers unpack on the way, and keep the name
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / f"{name}.{kind}").write_bytes(data)
        faults: list[InputError] = []
        for place in (folder, folder / f"{name}.{kind}"):
            assert [a.title for a in read_articles([place], on_error=faults.append)] == ["A visits B"]
        assert not faults


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("name", FORMS)
def test_articles_come_packed_on_standard_input(name: str, kind: str) -> None:
    faults: list[InputError] = []
    stdin = io.BytesIO(PACKERS[kind](FORMS[name]))
    assert [a.title for a in read_articles(["-"], on_error=faults.append, stdin=stdin)] == ["A visits B"]
    assert not faults


@pytest.mark.parametrize("kind", PACKERS)
@pytest.mark.parametrize("name", FORMS)
def test_an_article_that_is_a_bomb_costs_only_itself(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / f"a.{name}.{kind}").write_bytes(PACKERS[kind](b'{"id": "b", "text": "' + b" " * 80_000_000))
    (tmp_path / "b.txt").write_text("A visits B")
    faults: list[InputError] = []
    assert [a.title for a in read_articles([tmp_path], on_error=faults.append, max_bytes=1_000_000)] == ["A visits B"]
    assert len(faults) == 1 + (name == "a.jsonl")  # the line is too long, and then the file unfolds too far
    assert "is larger than 1,000,000 bytes" in str(faults[0])


def test_records_go_through_packed_files(tmp_path: Path) -> None:
    seed = Path(__file__).parents[1] / "seeds" / "articles"
    assert main(["extract", str(seed), "--output", str(tmp_path / "events.jsonl.gz")]) == 0
    assert main(["build", str(tmp_path / "events.jsonl.gz"), "--store", str(tmp_path / "kb")]) == 0
    for ending in ("csv", "csv.zst"):
        arguments = ["query", "run", "visits", "--store", str(tmp_path / "kb"), "--output", str(tmp_path / f"v.{ending}")]
        assert main(arguments) == 0
    assert zstd.decompress((tmp_path / "v.csv.zst").read_bytes()) == (tmp_path / "v.csv").read_bytes()


@pytest.mark.parametrize("pack", PACKERS)
def test_a_packed_stream_ends_whole_on_standard_output(pack: str) -> None:
    program = f"from dipkb.cli.files import open_output\nwith open_output('-', {pack!r}) as out: out.write(b'text' * 1000)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    assert unpacked(io.BytesIO(done.stdout), "x").read() == b"text" * 1000
