"""What a statement was said at: the talks that its sentence sets it in, or the meeting the article is about."""

from __future__ import annotations

from collections.abc import Iterable

from dipkb.extract.joined import Group
from dipkb.extract.statements import Utterance


class Occasions:
    """The meetings of one article, by what can have been said at them."""

    def __init__(self, groups: Iterable[Group]) -> None:
        meetings = [group for group in groups if group.type == "Meeting"]
        self.focus = [group for group in meetings if group.focus]
        self.named: dict[int, list[tuple[int, Group]]] = {}  # by sentence
        for n, group in enumerate(meetings):
            for member in group.members:
                if not (member.rule.endswith("verb") or member.background):
                    self.named.setdefault(id(member.line), []).append((n, group))

    def talks(self, utterance: Utterance) -> Group | None:
        """The talks that the sentence itself sets the words in ("During his conversation with Xi, …")."""
        key = utterance.speaker.key() if utterance.speaker else ""
        named = {n: group for line in utterance.lines for n, group in self.named.get(id(line), ()) if key in _keys(group)}
        return named[min(named)] if named else None

    def of(self, utterance: Utterance) -> str | None:
        """The meeting it was said at: one the article is about, in which speaker and addressee take part."""
        if utterance.speaker is None or not utterance.addressees:
            return None
        wanted = {utterance.speaker.key(), *(e.key() for e in utterance.addressees)}
        return next((group.id for group in self.focus if wanted <= _keys(group)), None)


def _keys(group: Group) -> set[str]:
    return {e.key() for e in group.parties("participants")}
