"""IRIs: minted in one place, readable, safe, and the same every time."""

from __future__ import annotations

import unicodedata

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dipkb import vocab
from dipkb.errors import DataError

anything = st.text(max_size=300)


@given(anything)
def test_any_article_id_gives_an_iri_that_engines_take(identifier: str) -> None:
    assert pyoxigraph.NamedNode(vocab.article_graph(identifier)).value == vocab.article_graph(identifier)


@given(anything, anything)
def test_two_article_ids_give_two_graphs(one: str, other: str) -> None:
    same = vocab.article_graph(one) == vocab.article_graph(other)
    assert same == (unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other))


@given(anything)
def test_any_name_gives_a_slug_of_letters_digits_and_hyphens(name: str) -> None:
    assert vocab.slug(name).strip("abcdefghijklmnopqrstuvwxyz0123456789-") == ""
    assert vocab.slug(name)


@given(st.sampled_from(sorted(vocab.prefixes())), st.text("abcXYZ012", min_size=1))
def test_a_curie_comes_back_from_its_iri(prefix: str, local: str) -> None:
    assert vocab.expand(vocab.shrink(vocab.expand(f"{prefix}:{local}"))) == vocab.expand(f"{prefix}:{local}")


def test_an_unknown_prefix_is_named() -> None:
    with pytest.raises(DataError, match="'foo:bar' has a prefix"):
        vocab.expand("foo:bar")


@pytest.mark.parametrize("identifier", ["Q2866", "wd:P31", "wd:Q0", "wd:Q1> <x", "wd:Q1 ", None, ""])
def test_what_is_no_wikidata_item_gives_no_iri(identifier: str | None) -> None:
    assert vocab.wikidata(identifier) is None


def test_parts_of_a_digest_are_kept_apart() -> None:
    assert vocab.digest("ab", "c") != vocab.digest("a", "bc")
