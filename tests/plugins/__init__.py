"""Plug-ins as a user's package would hold them, with libraries that dipkb does not need."""

from __future__ import annotations

from pathlib import Path

ENTRIES = """
[dipkb.mentions]
crf = tests.plugins.crf_names:names

[dipkb.events]
spacy = tests.plugins.spacy_events:meetings
invented = tests.plugins.spacy_events:invented
broken = tests.plugins.spacy_events:broken
absent = tests.plugins.no_such_module:meetings
killing = tests.plugins.killing:events
"""


def install(folder: Path) -> None:
    """Make the folder hold an installed package that names these plug-ins."""
    info = folder / "plugged-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: plugged\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRIES)
