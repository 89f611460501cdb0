"""Which records tell of the same event, type by type: encounters by people and days, statements by words, claims by content.

The order of the input makes no difference: records are taken in an order of their own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dipkb.event import CountClaim, Initiative, Statement
from dipkb.identity import identity, is_local
from dipkb.merge.encounters import encounters
from dipkb.merge.items import Days, Item
from dipkb.merge.words import slug_words

Block = tuple[object, ...]


@dataclass(eq=False)
class Cluster:
    """Records of one event, the one that the others were joined to first; ``rules`` says how each came in.

    ``alone`` is one that no record of another article can join; ``key`` is set for one that was merged before.
    """

    members: list[Item]
    rules: list[str | None]
    alone: bool = False
    key: str | None = None

    @property
    def days(self) -> Days | None:
        """The days that all members with a date can have in common; those of the first where they have none."""
        told = [item.days for item in self.members if item.days]
        common = (max(d[0] for d in told), min(d[1] for d in told)) if told else None
        return common if common is None or common[0] <= common[1] else told[0]

    @property
    def articles(self) -> set[str]:
        """The ids of the articles that tell of it."""
        return {item.article.id for item in self.members}

    def add(self, item: Item, rule: str | None) -> None:
        """Take the item in."""
        self.members.append(item)
        self.rules.append(rule)


def clusters(items: Iterable[Item], no_merge: bool = False) -> list[Cluster]:
    """Every item in one cluster; with ``no_merge`` in one of its own."""
    if no_merge:
        return [Cluster([item], [None], alone=True) for item in items]
    by_content: dict[Block, list[Item]] = defaultdict(list)
    rest, alone = [], list[Item]()
    for item in items:
        if isinstance(item.record, Statement | CountClaim | Initiative):
            key = block(item)
            (by_content[key] if key else alone).append(item)
        else:
            rest.append(item)
    groups, unlike = encounters(rest)
    found = [Cluster([t.item for t in group.members], group.rules) for group in groups]
    found += [Cluster([item], [None], alone=True) for item in (*alone, *unlike)]
    return found + [cluster for members in by_content.values() for cluster in _alike(members)]


def block(item: Item) -> Block | None:
    """What records of equal content have in common; ``None`` when the record can be merged with no other article's.

    Initiatives are no events: what articles tell of one comes together in the reference data.
    """
    if any(is_local(agent) for agent in item.agents):
        return None
    match item.record:
        case CountClaim() as claim:
            return _claim(item, claim) if claim.period else None
        case Statement(quoted=True, content=content) if item.agents and content.strip() and item.days:
            return "Statement", slug_words(content), *item.agents
    return None


def _claim(item: Item, claim: CountClaim) -> Block | None:
    claimants = tuple(sorted(identity(party, item.article.id) for party in claim.claimed_by))
    if any(is_local(claimant) for claimant in claimants):
        return None
    content = (claim.of, claim.destination, claim.ordinal, claim.count, claim.at_least, claim.period)
    return "CountClaim", *content, claimants, *item.agents


def _alike(members: Sequence[Item]) -> list[Cluster]:
    """Records of equal content; those of one article stay apart, and statements of two days."""
    found: list[Cluster] = []
    for item in sorted(members, key=_exactness):
        into = next((cluster for cluster in found if _joins(cluster, item)), None)
        if into is None:
            found.append(Cluster([item], [None]))
        else:
            into.add(item, BY_CONTENT[item.type])
    return found


BY_CONTENT = {"CountClaim": "count-claim/same-content", "Statement": "statement/same-words"}
"""The rule by which records of equal content are one, by type."""


def _joins(cluster: Cluster, item: Item) -> bool:
    if item.article.id in cluster.articles:
        return False
    return item.type != "Statement" or all(_overlap(member.days, item.days) for member in cluster.members)


def _overlap(one: Days | None, other: Days | None) -> bool:
    return one is not None and other is not None and max(one[0], other[0]) <= min(one[1], other[1])


def _exactness(item: Item) -> tuple[int, tuple[str, int]]:
    first, last = item.days or (date.min, date.max)
    return (last - first).days if item.type == "Statement" else 0, item.order
