"""Compiles the extractor when a wheel is built with ``DIPKB_COMPILE=1``; otherwise the wheel is plain Python.

mypyc makes C of the typed modules of ``dipkb.extract``, and a C compiler makes a library of it that stands beside them in the
wheel. Nothing is written into the checkout, so that it always runs what can be read in it.
"""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import chdir
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PACKAGE = Path("src", "dipkb", "extract")
NEEDED = ["mypy>=1.20", "setuptools>=65.5", "msgspec>=0.19", "types-PyYAML"]
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
    from setuptools import Distribution

    modules = [str(path) for path in sorted(PACKAGE.rglob("*.py")) if is_for_mypyc(path)]
    made = mypycify(modules, opt_level="2", debug_level="0", multi_file=True, group_name="dipkb", target_dir=str(place / "c"))
    project = Distribution({"name": "dipkb", "ext_modules": made, "cmdclass": {"build_ext": in_parallel()}})
    command: Any = project.get_command_obj("build_ext")
    command.build_lib, command.build_temp = str(place / "made"), str(place / "objects")
    project.run_command("build_ext")
    for library in sorted((place / "made").rglob("*.*")):
        yield str(library), library.relative_to(place / "made").as_posix()


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
