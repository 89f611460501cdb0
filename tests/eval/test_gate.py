"""The gate holds: floors are what the code reaches at least, and they only rise."""

from __future__ import annotations

import pytest

from tests.eval import gate


def test_a_floor_never_falls_unless_asked() -> None:
    assert gate.raised({"a": 0.9}, {"a": 0.4}) == {"a": 0.9}
    assert gate.raised({"a": 0.9}, {"a": 0.4}, lower=True) == {"a": 0.4}


def test_a_figure_that_is_gone_is_under_its_floor() -> None:
    assert gate.below({}, {"Visit found F1": 0.7}) == ["Visit found F1: 0.000, floor 0.700"]


def test_a_missing_set_is_told(tmp_path, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main(["--set", str(tmp_path)]) == 3
    assert "no annotated articles are here" in capsys.readouterr().out


def test_the_floors_are_kept_for_every_type() -> None:
    floors = gate.read_floors()["floors"]
    assert {f"{kind} exact F1" for kind in ("Visit", "Meeting", "Sanction", "Agreement", "Quote")} <= floors.keys()
    assert all(0 < floor <= 1 for name, floor in floors.items() if name.endswith("F1"))
