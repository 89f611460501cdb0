"""Whether two tellings can be of one agreement: between whom, which document, and what is done with it."""

from __future__ import annotations

from dipkb.extract.candidate import Candidate, Tellings

_TRUCE = "truce"
_NEXT = 2  # sentences in which "the agreement" is the one told of
_TOLD_ON = 4  # sentences in which an announcement is told further


def same_agreement(group: Tellings, candidate: Candidate) -> bool:
    """Between the same parties on the same thing; what is wished for is what was done only if the words say which it is."""
    ours, theirs = ({e.key() for e in some} for some in (group.parties("parties"), candidate.parties["parties"]))
    if len(ours & theirs) < min(2, len(ours), len(theirs)):
        return False
    if any(m.extra["by"] and candidate.extra["by"] and not m.extra["by"] & candidate.extra["by"] for m in group.members):
        return False  # one parliament has ratified it, and another
    if {m.extra["action"] == "withdraw" for m in group.members} != {candidate.extra["action"] == "withdraw"}:
        return False  # it was extended, after one had left it
    if all(_other_kind(m.extra["head"], candidate.extra["head"]) for m in group.members):
        return False
    if candidate.extra["part"] or any(m.extra["part"] for m in group.members):
        return any(m.extra["about"] & candidate.extra["about"] for m in group.members if not m.extra["several"])
    if _is_headline_of(group, candidate):
        return True
    if any(_is_done_beside(m, candidate) for m in group.members):
        return False
    wished = {m.extra["action"] == "propose" for m in group.members}
    if wished == {candidate.extra["action"] == "propose"}:
        return _same_document(group, candidate) or _left_again(group, candidate) or _takes_up(group, candidate)
    common = any(m.extra["about"] & candidate.extra["about"] for m in group.members)
    return common or (bool(candidate.extra["definite"]) and not candidate.extra["about"])


def _is_done_beside(member: Candidate, candidate: Candidate) -> bool:
    """Whether one sentence does two things with two new documents ("finalised deals, and signed two memoranda")."""
    told = (member, candidate)
    if member.line is not candidate.line or any(not m.asserted or m.extra["definite"] or not m.extra["head"] for m in told):
        return False
    return bool(member.extra["governor"] != candidate.extra["governor"] and member.extra["head"] != candidate.extra["head"])


def _left_again(group: Tellings, candidate: Candidate) -> bool:
    """Whether what one party leaves is only called otherwise in the next sentences ("the move to abandon a major arms pact")."""
    leaves = all(m.extra["action"] == "withdraw" for m in (*group.members, candidate))
    near_by = candidate.line.sentence.index - group.members[-1].line.sentence.index <= _TOLD_ON
    return leaves and near_by and not candidate.trigger.text[0].isupper()


def _takes_up(group: Tellings, candidate: Candidate) -> bool:
    """Whether "the agreement" is the truce just told of ("signed a truce. They reached the agreement in Lomé")."""
    last = group.members[-1]
    near_by = 0 < candidate.line.sentence.index - last.line.sentence.index <= _NEXT
    one = candidate.extra["definite"] and not candidate.extra["several"] and not candidate.trigger.text[0].isupper()
    return bool(one) and near_by and not candidate.extra["head"] and any(m.extra["head"] == _TRUCE for m in group.members)


def _is_headline_of(group: Tellings, candidate: Candidate) -> bool:
    """Whether the headline tells in other words of the one document that the text says was agreed."""
    if all(m.line.in_title and m.extra["several"] and m.status == "proposed" for m in group.members):
        return candidate.extra["action"] == "propose" and candidate.extra["several"] and not candidate.line.in_title
    one = all(m.line.in_title and not m.extra["several"] for m in group.members) and not candidate.line.in_title
    done = candidate.extra["action"] != "propose" and not candidate.extra["several"] and not candidate.extra["definite"]
    return one and done and any(m.extra["action"] == candidate.extra["action"] for m in group.members)


def _other_kind(one: str, other: str) -> bool:
    """Whether two nouns never mean one document; several documents can be any but a statement."""
    if "documents" in (one, other):
        return bool({"statement", "agreed-to"} & {one, other})
    return bool(one and other) and one != other


def _same_document(group: Tellings, candidate: Candidate) -> bool:
    """Unless both titles say what the document is about, and it is not the same thing."""
    about = candidate.extra["about"]
    return any(not about or not m.extra["about"] or about & m.extra["about"] for m in group.members)
