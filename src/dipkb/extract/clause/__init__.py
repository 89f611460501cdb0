"""Where the arguments of a trigger stand: subject, object, "with …", "between …", possessor, and the clause they share.

No parser: a handful of searches over the items of one sentence, which all event types share. Each takes the items and the index
of the trigger, and gives back the indices of the items found, in the order of the text.
"""

from __future__ import annotations

from dipkb.extract.clause.bounds import clause_start, fragment_start
from dipkb.extract.clause.complements import behind, next_place, objects
from dipkb.extract.clause.coordination import before_joiner, group_left, group_right, joiner, named
from dipkb.extract.clause.nounphrases import governor, phrase_start, possessor
from dipkb.extract.clause.relatives import antecedent_of_owner, apposed, doer_behind, guest, whom
from dipkb.extract.clause.subjects import has_thing_before, is_absolute, subject
from dipkb.extract.clause.words import NEAR, is_agent, is_capital, is_code, is_passive, is_verb_like

__all__ = [
    "NEAR",
    "antecedent_of_owner",
    "apposed",
    "before_joiner",
    "behind",
    "clause_start",
    "doer_behind",
    "fragment_start",
    "governor",
    "group_left",
    "group_right",
    "guest",
    "has_thing_before",
    "is_absolute",
    "is_agent",
    "is_capital",
    "is_code",
    "is_passive",
    "is_verb_like",
    "joiner",
    "named",
    "next_place",
    "objects",
    "phrase_start",
    "possessor",
    "subject",
    "whom",
]
