"""Which records tell of the same event: blocks of equal identity, and in each block clusters whose members all fit one another.

A block holds the records that name the same agents and destination. In it the most exact record comes first (fewest possible
days, then those that tell their mode); each next one joins the one cluster it fits best, or begins a cluster. It fits when
no member is of its own article, all members can lie on one common day, and mode and destination do not contradict. So a vague
report ("in March") joins one dated event and never chains two; and since the order is that of the records themselves,
the order of the input makes no difference.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from dipkb.event import Agreement, CountClaim, Initiative, Meeting, Sanction, Statement, Visit
from dipkb.identity import identity, is_local
from dipkb.merge.items import Days, Item
from dipkb.vocab import slug

Block = tuple[object, ...]
_VAGUE_DAYS = 27  # a month or more
_WORDS = re.compile(r"[^\W_]+")


@dataclass
class Cluster:
    """Records of one event: ``days`` are those that all members can have in common; ``rules`` says how each member came in."""

    members: list[Item]
    rules: list[str | None]
    days: Days | None = None
    mode: str | None = None
    destination: str | None = None
    articles: set[str] = field(default_factory=set)

    def fits(self, item: Item) -> bool:
        """Whether the item can be the same event as all members."""
        if item.article.id in self.articles or not _overlap(self.days, item.days):
            return False
        return _agree(self.mode, _mode(item)) and _agree(self.destination, item.destination)

    def add(self, item: Item, rule: str | None) -> None:
        """Take the item in, and narrow what the next one has to fit."""
        self.members.append(item)
        self.rules.append(rule)
        self.articles.add(item.article.id)
        self.days = _common(self.days, item.days)
        self.mode, self.destination = self.mode or _mode(item), self.destination or item.destination


def clusters(items: Iterable[Item], no_merge: bool = False) -> list[Cluster]:
    """Every item in one cluster; with ``no_merge`` in one of its own."""
    blocks: dict[Block, list[Item]] = defaultdict(list)
    for item in items:
        blocks[(None if no_merge else block(item)) or ("alone", *item.order)].append(item)
    return [cluster for key, members in blocks.items() for cluster in _clusters(key, members)]


def _clusters(key: Block, members: Sequence[Item]) -> Iterable[Cluster]:
    if key[0] == "alone" or len(members) == 1:
        return (_begin(item) for item in members)
    if key[0] in ("CountClaim", "Initiative"):
        return _by_content(members)
    return _by_days(members)


def _begin(item: Item) -> Cluster:
    cluster = Cluster([], [])
    cluster.add(item, None)
    return cluster


def _by_days(members: Sequence[Item]) -> list[Cluster]:
    found: list[Cluster] = []
    for item in sorted(members, key=_exactness):
        fitting = [cluster for cluster in found if cluster.fits(item)]
        if fitting:
            best = min(fitting, key=lambda cluster: _distance(cluster, item))
            best.add(item, _rule(best, item))
        else:
            found.append(_begin(item))
    return found


def _by_content(members: Sequence[Item]) -> Iterator[Cluster]:
    """Claims and names of equal content are one; claims of one article stay apart all the same."""
    found: list[Cluster] = []
    for item in members:
        apart = isinstance(item.record, CountClaim)
        into = next((c for c in found if not (apart and item.article.id in c.articles)), None)
        if into is None:
            found.append(_begin(item))
        else:
            into.add(item, "count-claim/same-content" if apart else "initiative/same-name")
    yield from found


# --- blocks ----------------------------------------------------------------------------------------------------------


def block(item: Item) -> Block | None:
    """What records of one event have in common; ``None`` when the record can be merged with no other article's."""
    if any(is_local(agent) for agent in item.agents):
        return None
    record = item.record
    if isinstance(record, Initiative):
        return "Initiative", slug(record.name)
    if isinstance(record, CountClaim):
        return _claim(item, record) if record.period else None
    return (item.type, *_particulars(item), *item.agents) if item.days and _whole(item) else None


def _whole(item: Item) -> bool:
    """Whether the record names enough to be told from others of its type."""
    match item.record:
        case Visit(destination=destination):
            return bool(item.agents and destination)
        case Statement(quoted=quoted, content=content):
            return bool(item.agents and quoted and content.strip())
        case Sanction(senders=senders, targets=targets):
            return bool(senders and targets)
    return len(item.agents) > 1


def _particulars(item: Item) -> Block:
    match item.record:
        case Visit(destination=destination):
            return (destination,)
        case Statement(content=content):
            return (slug_words(content),)
        case Agreement(action=action, title=title):
            return action, slug_words(title or "")
        case Meeting():
            return ()
    return (getattr(item.record, "action", None),)


def _claim(item: Item, claim: CountClaim) -> Block:
    claimants = tuple(sorted(identity(party, item.article.id) for party in claim.claimed_by))
    if any(is_local(claimant) for claimant in claimants):
        return "alone", *item.order
    content = (claim.of, claim.destination, claim.ordinal, claim.count, claim.at_least, claim.period)
    return "CountClaim", *content, claimants, *item.agents


def slug_words(text: str) -> str:
    """A text by its letters and digits alone, so that quotation marks, case and a comma at the end make no difference.

    >>> slug_words("“China is willing,” ") == slug_words("China is willing.")
    True
    """
    return " ".join(_WORDS.findall(text.casefold()))


# --- fitting ---------------------------------------------------------------------------------------------------------


def _mode(item: Item) -> str | None:
    """In person or at a distance: a "call" may be by video, and who meets in a country meets in person."""
    if not isinstance(item.record, Meeting) or (item.record.mode == "unspecified" and not item.destination):
        return None
    return "distant" if item.record.mode in ("phone", "video") else "in-person"


def _agree(one: str | None, other: str | None) -> bool:
    return one is None or other is None or one == other


def _overlap(one: Days | None, other: Days | None) -> bool:
    return one is not None and other is not None and max(one[0], other[0]) <= min(one[1], other[1])


def _common(one: Days | None, other: Days | None) -> Days | None:
    return (max(one[0], other[0]), min(one[1], other[1])) if one and other else one or other


def _exactness(item: Item) -> tuple[int, bool, bool, tuple[str, int]]:
    first, last = item.days or (date.min, date.max)
    return (last - first).days, _mode(item) is None, item.destination is None, item.order


def _distance(cluster: Cluster, item: Item) -> tuple[bool, bool, int, tuple[str, int]]:
    """The smaller, the likelier: the same days; begun when the article appeared, and of those the latest, as news tells of it."""
    first, last = cluster.days or (date.min, date.max)
    ahead = item.published is not None and first > item.published[1]
    return (first, last) != item.days, ahead, first.toordinal() * (1 if ahead else -1), cluster.members[0].order


def _rule(cluster: Cluster, item: Item) -> str:
    """The name of the rule, said in every report it joins."""
    kind = item.type.lower()
    if isinstance(item.record, Statement):
        return f"{kind}/same-words"
    days, anchor = item.days or (date.min, date.max), cluster.members[0].days
    if days == anchor:
        return f"{kind}/same-days"
    return f"{kind}/vague-date" if (days[1] - days[0]).days >= _VAGUE_DAYS else f"{kind}/overlapping-days"
