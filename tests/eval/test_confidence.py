"""The estimate of confidence finds the shares that are in the data, and writes what the extractor reads."""

from __future__ import annotations

from dataclasses import replace

import yaml

from dipkb.extract.framefiles import read_frames
from tests.eval.confidence import TABLE, Sample, auc, calibration, crossed, fit, rate, thresholds, written


def samples(kind: str, features: tuple[str, ...], right: int, of: int) -> list[Sample]:
    return [Sample(f"{kind}{features}{n}", kind, features, 0.5, True, n < right) for n in range(of)]


MARKED = [
    *samples("Visit", (), 60, 100),
    *samples("Visit", ("no date",), 20, 100),
    *samples("Meeting", ("told again",), 90, 100),
    *samples("Meeting", (), 70, 100),
]


def test_the_fit_gives_the_shares_of_the_data() -> None:
    weights = fit(MARKED)
    for kind, features, share in (("Visit", (), 0.6), ("Visit", ("no date",), 0.2), ("Meeting", ("told again",), 0.9)):
        assert abs(rate(Sample("a", kind, features, 0.5), weights) - share) < 0.05
    assert weights["no date"] < 0 < weights["told again"]


def test_records_are_rated_by_a_fit_that_has_not_seen_their_article() -> None:
    rated = crossed(MARKED)
    assert len(rated) == len(MARKED)
    assert auc(rated) > 0.7


def test_articles_that_rules_were_written_on_do_not_raise_what_is_expected_of_others() -> None:
    flattered = [replace(row, article=f"d{row.article}", right=True, developed=True) for row in MARKED]
    weights = fit([*MARKED, *flattered])
    assert abs(rate(Sample("a", "Visit", (), 0.5), weights) - 0.6) < 0.08
    assert {row.article for _, row in crossed([*MARKED, *flattered])} == {row.article for row in MARKED}


def test_the_tables_count_every_record() -> None:
    rated = crossed(MARKED)
    assert "all" in list(calibration(rated))[-2]
    assert list(thresholds(rated))[1].split()[:2] == ["0.0", str(len(MARKED))]


def test_what_is_written_is_what_is_read() -> None:
    table = read_frames("confidence")
    text = written(TABLE.read_text(encoding="utf-8"), {"Visit": 0.5, "Reported speech": -0.25, "no date": -1.5})
    read = yaml.safe_load(text)
    assert (read["constants"]["Visit"], read["constants"]["Reported speech"]) == (0.5, -0.25)
    assert read["weights"] == {"no date": -1.5}
    assert read["features"] == table["features"]


def test_every_weight_has_words_and_every_kind_a_constant() -> None:
    table = read_frames("confidence")
    assert table["weights"].keys() <= table["features"].keys()
    assert table["constants"].keys() == {
        "Visit", "Meeting", "Sanction", "Agreement", "Quotation", "Reported speech", "CountClaim", "Initiative",
    }  # fmt: skip
