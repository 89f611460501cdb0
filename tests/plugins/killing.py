"""A plug-in that kills its process at the article ``DIPKB_TEST_KILL``; once, where ``DIPKB_TEST_ONCE`` names a file."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from dipkb.article import Article


def events(article: Article) -> list[object]:
    """Nothing, unless the process is killed."""
    marker = os.environ.get("DIPKB_TEST_ONCE")
    if article.id == os.environ.get("DIPKB_TEST_KILL") and not (marker and Path(marker).exists()):
        if marker:
            Path(marker).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return []
