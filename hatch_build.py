"""Compiles the extractor when a wheel is built with ``DIPKB_COMPILE=1``; otherwise the wheel is plain Python.

mypyc makes C of the typed modules of ``dipkb.extract``, and a C compiler makes a library of it that stands beside them in the
wheel. With ``DIPKB_COMPILE=profile`` gcc makes it twice: the first one counts which branches are taken while it reads the
project's own examples, by which the second one is laid out. Nothing is written into the checkout, so that it always runs what
can be read in it.
"""

from __future__ import annotations

import ast
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src", "dipkb", "extract")
NEEDED = ["mypy>=1.20", "setuptools>=65.5", "msgspec>=0.19", "types-PyYAML", "PyYAML>=6.0"]
PROFILE = "profile"
COUNTING = ["-fprofile-generate"]
COUNTED = ["-fprofile-use", "-Wno-missing-profile", "-Wno-coverage-mismatch"]
# A module calls the others directly, since nobody else calls into the library.
UNIX = ["-fvisibility=hidden"]
# Reads each text twice: once the words of all are known, counts are those of a process that has read for a while.
TRAINING = """
import json, sys
from dipkb.article import Article
from dipkb.errors import InputError
from dipkb.extract import Extractor

extractor = Extractor()
for text in 2 * json.load(sys.stdin):
    try:
        extractor.extract(Article(id="a", text=text, published="2023-12-05"))
    except InputError:
        pass  # an example of what is not read
"""
# What means something else to mypyc: classes with options for their metaclass, those that are a dict, and properties that are
# kept in the dict of an object. Modules with one of these stay interpreted.
INTERPRETED = re.compile(r"\((?:msgspec\.Struct|NamedTuple|dict\[)|@cached_property")


class CompiledExtractor(BuildHookInterface[Any]):
    """The hook of Hatchling; what it compiles goes into the wheel beside the modules."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What is installed to build such a wheel."""
        return NEEDED if wanted() else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and have the libraries taken into the wheel."""
        if wanted() and version != "editable":
            self.place = TemporaryDirectory()
            with chdir(self.root):
                build_data["force_include"] |= dict(compiled(Path(self.place.name)))
            build_data |= {"pure_python": False, "infer_tag": True}

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Forget what the wheel now holds."""
        if hasattr(self, "place"):
            self.place.cleanup()


def wanted() -> bool:
    """Whether the caller asks for a compiled extractor."""
    return os.environ.get("DIPKB_COMPILE", "") not in ("", "0")


def compiled(place: Path) -> Iterator[tuple[str, str]]:
    """Each library that was made, and where in the wheel it belongs."""
    from mypyc.build import mypycify

    modules = [str(path) for path in sorted(PACKAGE.rglob("*.py")) if is_for_mypyc(path)]
    made = mypycify(modules, opt_level="2", debug_level="0", multi_file=True, group_name="dipkb", target_dir=str(place / "c"))
    if os.environ["DIPKB_COMPILE"] == PROFILE:
        library = [extension for extension in made if "." not in extension.name]  # the others only lead to it
        build(made, place, [*UNIX, *COUNTING])
        train(place)
        build(library, place, [*UNIX, *COUNTED])
    else:
        build(made, place, UNIX if os.name == "posix" else ())
    for library in sorted((place / "made").rglob("*.*")):
        yield str(library), library.relative_to(place / "made").as_posix()


def build(extensions: Sequence[Any], place: Path, options: Sequence[str] = ()) -> None:
    """Compile extensions into ``made``, with further options for the C compiler."""
    from setuptools import Distribution

    given = [(extension, extension.extra_compile_args, extension.extra_link_args) for extension in extensions]
    for extension, compiling, linking in given:
        extension.extra_compile_args, extension.extra_link_args = [*compiling, *options], [*linking, *options]
    project = Distribution({"name": "dipkb", "ext_modules": [*extensions], "cmdclass": {"build_ext": in_parallel()}})
    command: Any = project.get_command_obj("build_ext")
    command.build_lib, command.build_temp, command.force = str(place / "made"), str(place / "objects"), True
    project.run_command("build_ext")
    for extension, compiling, linking in given:
        extension.extra_compile_args, extension.extra_link_args = compiling, linking


def train(place: Path) -> None:
    """Have the library that counts read the project's own examples.

    Raises:
        RuntimeError: It cannot, or no counts are left, since the compiler is none of GNU.
    """
    run = place / "run"
    shutil.copytree("src", run / "src")
    shutil.copytree("seeds", run / "seeds")
    shutil.copytree(place / "made", run / "src", dirs_exist_ok=True)
    env = {**os.environ, "PYTHONPATH": str(run / "src"), "PYTHONHASHSEED": "0"}
    told = json.dumps(examples()).encode()
    done = subprocess.run([sys.executable, "-c", TRAINING], input=told, env=env, capture_output=True, check=False)  # noqa: S603
    if done.returncode or not any((place / "objects").rglob("*.gcda")):
        why = done.stderr.decode().strip() or "the C compiler leaves no counts of what runs, as gcc does"
        raise RuntimeError(f"DIPKB_COMPILE={PROFILE} does not work here; DIPKB_COMPILE=1 does without it: {why}")


def examples() -> list[str]:
    """The examples of the frames and the texts of the test cases, and the articles that come with the project."""
    import yaml

    files = [Path("seeds", "frames", "events.yaml"), *sorted(Path("tests", "cases", "extract").glob("*.yaml"))]
    told = [text for file in files for text in texts_of(yaml.safe_load(file.read_text(encoding="utf-8")))]
    articles = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(Path("seeds", "articles").glob("*.json"))]
    return told + [article["text"] for article in articles]


def texts_of(value: Any) -> Iterator[str]:
    """Every text of a case and every example of a frame, wherever they stand in a file."""
    if isinstance(value, dict):
        yield from [value["text"]] if isinstance(value.get("text"), str) else value.get("examples", ())
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_of(part)


def is_for_mypyc(module: Path) -> bool:
    """Whether mypyc takes a module, which then means the same; it refuses "x in (*names, y)"."""
    text = module.read_text(encoding="utf-8")
    compared = [other for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Compare) for other in node.comparators]
    lists = [other.elts for other in compared if isinstance(other, ast.Tuple | ast.List)]
    starred = any(isinstance(part, ast.Starred) for parts in lists for part in parts)
    return not (starred or INTERPRETED.search(text))


def in_parallel() -> type:
    """The command that makes extensions, with the files of each compiled on all cores."""
    from setuptools.command.build_ext import build_ext

    class InParallel(build_ext):
        def build_extension(self, ext: Any) -> None:
            compiler, one = self.compiler, self.compiler.compile
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                compiler.compile = lambda sources, **named: [*chain(*pool.map(lambda source: one([source], **named), sources))]
                super().build_extension(ext)
            compiler.compile = one

    return InParallel
