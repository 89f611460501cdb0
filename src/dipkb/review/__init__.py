"""Review: what of a store needs a person, and what a person decides about it.

:func:`findings` tells what to look at; :func:`correction` makes what somebody says of some reports a correction, which
:func:`dipkb.pipeline.correct` takes in and takes back; ``sheets`` does both for a file that a colleague fills.
"""

from __future__ import annotations

from dipkb.review.decisions import DECISIONS, Decided, Reports, correction
from dipkb.review.findings import SETTLING, SLOW, Finding, findings

__all__ = ["DECISIONS", "SETTLING", "SLOW", "Decided", "Finding", "Reports", "correction", "findings"]
