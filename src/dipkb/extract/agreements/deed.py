"""What is done with a document, as a record: by which word, and whether it is held back."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Deed:
    """``verb`` governs the document, the subject of ``doer`` acts; ``wished`` where the verb itself only wishes for it.

    ``ahead`` of a withdrawal that is announced and still to come, ``scheduled`` of a signing that is ("is to be signed").
    """

    action: str
    verb: int
    doer: int
    passive: bool = False
    wished: bool = False
    reduced: bool = False
    ahead: bool = False
    scheduled: bool = False
