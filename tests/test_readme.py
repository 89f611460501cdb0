"""What the README shows is what the commands print."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest

from dipkb.cli import main
from dipkb.resources import folder

README = Path(__file__).parents[1] / "README.md"


def shown() -> Iterator[tuple[str, str]]:
    """Each command of the console blocks with what is shown below it."""
    for block in re.findall(r"```console\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command, output


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("tour")
    (where / "seeds").symlink_to(folder("seeds"))
    return where


def test_the_readme_shows_commands() -> None:
    assert len(list(shown())) > 5


def test_the_commands_of_the_readme_print_what_it_shows(
    tour: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.chdir(tour)
    for command, output in shown():
        assert main(shlex.split(command)[1:]) == 0, capfdbinary.readouterr().err.decode()
        printed = capfdbinary.readouterr().out.decode()
        assert [line.rstrip() for line in printed.splitlines()] == output.splitlines(), command


def test_every_page_the_readme_names_is_there() -> None:
    links = re.findall(r"\]\(([^)#:]+)\)", README.read_text(encoding="utf-8"))
    assert [link for link in links if not (README.parent / link).exists()] == []
