"""Visits, meetings, sanctions and agreements of many articles: which records tell of one.

Two records can be one event when their casts agree (:mod:`dipkb.merge.cast`), their windows meet (:mod:`dipkb.merge.windows`)
and nothing else contradicts: destination, mode, action, title. An event's records all fit each other. Records with a day come
first, the most exact before others; then those with a month, a year or no date join the event they fit best, one each, and
look at the dated ones alone: so a vague record never chains two events, and a record can only change what it fits itself.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations
from typing import Literal, TypeAlias

from dipkb.event import Agreement, Meeting, Sanction, Visit
from dipkb.merge import zones
from dipkb.merge.cast import Cast, cast
from dipkb.merge.items import Item
from dipkb.merge.rules import Rules, rules
from dipkb.merge.windows import Window, window
from dipkb.merge.words import slug_words

Place = tuple[object, ...]
ByDays: TypeAlias = Literal["same-days", "overlapping-days", "vague-date", "undated"]
"""By which days a record can join its event."""
MOST_DAYS = 366
"""A record that can mean more days than a year joins nothing."""


@dataclass(frozen=True, eq=False)
class Telling:
    """An item with what is compared of it; ``whole`` when it names enough to be told from other events of its type."""

    item: Item
    rules: Rules
    window: Window

    @cached_property
    def casts(self) -> tuple[Cast, Cast]:
        """Who acts, and upon whom: senders and targets of a sanction, everybody and nobody else."""
        record, article = self.item.record, self.item.article.id
        match record:
            case Visit():
                return cast(record.visitors, article), Cast()
            case Meeting():
                return cast((*record.participants, *record.hosts), article), Cast()
            case Sanction():
                return cast(record.senders, article), cast(record.targets, article)
            case Agreement():
                return cast(record.parties, article), Cast()
        raise TypeError(f"a {self.item.type} is no encounter")

    @cached_property
    def distant(self) -> bool | None:
        """By phone or video, since a "call" may be either; who meets in a country meets in person; ``None`` when nobody says."""
        record = self.item.record
        if not isinstance(record, Meeting) or (record.mode == "unspecified" and not record.destination):
            return None
        return record.mode in ("phone", "video")

    @cached_property
    def destination(self) -> str | None:
        """The country it leads to or takes place in."""
        return self.item.destination

    @cached_property
    def action(self) -> str | None:
        """What a sanction or agreement does."""
        return getattr(self.item.record, "action", None)

    @cached_property
    def title(self) -> Counter[str]:
        """The words of an agreement's title."""
        return Counter(slug_words(getattr(self.item.record, "title", None) or "").split())

    @property
    def order(self) -> tuple[object, ...]:
        """The most exact first, then what tells most."""
        shown = (self.window.last - self.window.first).days
        joint = -len(self.casts[0].sides) if isinstance(self.item.record, Sanction) else 0
        return self.window.guessed, shown, joint, self.distant is None, self.destination is None, *self.item.order

    def places(self) -> Iterator[Place]:
        """Where its likes are looked for: by type, month, and the sides."""
        if (self.window.last - self.window.first).days > MOST_DAYS:
            return
        for month in self.window.months(self._gap()):
            for who in self._sides():
                yield self.item.type, month, *who

    def _gap(self) -> int:
        """How many days beside its own an event of its kind may be told for."""
        if isinstance(self.item.record, Visit):
            return self.rules.trip_gap_days
        return 1 if self.distant and self.window.day else 0

    def _sides(self) -> Iterable[tuple[object, ...]]:
        actors, targets = (sorted(c.sides)[: self.rules.most_sides] for c in self.casts)
        if isinstance(self.item.record, Visit):
            return ((self.destination, side) for side in actors) if self.destination else ()
        if isinstance(self.item.record, Sanction):
            return ((side, target) for side in actors for target in targets)
        return combinations(actors, 2)

    def fits(self, other: Telling) -> bool:
        """Whether both can be one event."""
        if self.item.article.id == other.item.article.id or not self._meets(other):
            return False
        agree = ((self.distant, other.distant), (self.destination, other.destination))
        if any(one is not None and two is not None and one != two for one, two in agree):
            return False
        return self._same_action(other) and self.same_people(other) and self._same_title(other)

    def may_join(self, other: Telling) -> bool:
        """Whether both can come to be in one event: they fit, or tell of one call on the days it had here and there."""
        return self.fits(other) or self.across(other)

    def across(self, other: Telling) -> bool:
        """Whether both can be one call that was on one day where one is published and on the next far in the east."""
        early, late = sorted((self, other), key=lambda t: t.window.first)
        if not (early.distant and late.distant and early.window.day and late.window.day):
            return False
        if (late.window.first - early.window.first).days != 1 or not self.same_people(other):
            return False
        return zones.hours_east(late.item, early.item) >= self.rules.other_day_hours

    def _same_action(self, other: Telling) -> bool:
        """Whether both do the same; what is in force from a day on was imposed that day."""
        if self.action == other.action:
            return True
        on_a_day = self.window.exact and other.window.exact and self.window.first == other.window.first
        return on_a_day and {self.action, other.action} == {"impose", "in-force"}

    def _meets(self, other: Telling) -> bool:
        if self.window.guessed and other.window.guessed:
            return self._together(other)
        return self.window.overlaps(other.window, self.rules.trip_gap_days if self._one_trip(other) else 0)

    def _one_trip(self, other: Telling) -> bool:
        """Whether both tell of somebody's trip, and one does not say when it began or ended."""
        told = isinstance(self.item.record, Visit) and not (self.window.whole and other.window.whole)
        return bool(told and self.window.exact and other.window.exact and self.casts[0].people() and other.casts[0].people())

    def _together(self, other: Telling) -> bool:
        """Whether the articles of two undated records appeared close enough to tell of one event."""
        one, two = self.item.published, other.item.published
        return one is not None and two is not None and abs((one[0] - two[0]).days) <= self.rules.undated_together_days

    def same_people(self, other: Telling) -> bool:
        """Whether who takes part in one can be who takes part in the other."""
        (ours, our_targets), (theirs, their_targets) = self.casts, other.casts
        if isinstance(self.item.record, Sanction):
            common = our_targets.sides.keys() & their_targets.sides.keys()
            return _within(ours, theirs) and bool(common)
        if isinstance(self.item.record, Visit):
            return any(ours.agrees_on(theirs, side) for side in ours.sides.keys() & theirs.sides.keys())
        return ours.agrees(theirs) or self._same_states(other)

    def _same_states(self, other: Telling) -> bool:
        """Whether the same states meet, beside a host or body that one of the two leaves out ("Michel hosted the two")."""
        if self._states is None or other._states is None or not _within(self.casts[0], other.casts[0]):
            return False
        return self._states.agrees(other._states)

    @cached_property
    def _states(self) -> Cast | None:
        """The cast of a meeting without bodies and without those who are only its hosts; ``None`` where that leaves no two."""
        if not isinstance(self.item.record, Meeting):
            return None
        told = cast((p for p in self.item.record.participants if p.country), self.item.article.id)
        return told if len(told.sides) > 1 else None

    def joint_with(self, other: Telling) -> bool:
        """Whether the other tells of a part of what this one tells of several senders together."""
        return other.casts[0].sides.keys() <= self.casts[0].sides.keys() and self.fits(other)

    def _same_title(self, other: Telling) -> bool:
        if not isinstance(self.item.record, Agreement) or not self.title or not other.title:
            return True
        both = self.title.total() + other.title.total()
        return 2 * (self.title & other.title).total() >= self.rules.alike_titles * both

    @property
    def guesses(self) -> bool:
        """Whether it tells somebody by a name or office that nothing identifies."""
        return any(not who.known for cast in self.casts for people in cast.sides.values() for who in people)

    @property
    def kin(self) -> tuple[str, ...]:
        """The identities it names: of groups that fit, one that names the very same is the likeliest."""
        return self.item.agents


def _within(one: Cast, other: Cast) -> bool:
    """Whether the sides of one are among those of the other."""
    return one.sides.keys() <= other.sides.keys() or other.sides.keys() <= one.sides.keys()


@dataclass(eq=False)
class Group:
    """Tellings of one event; ``rules`` says how each came in."""

    number: int
    members: list[Telling] = field(default_factory=list)
    rules: list[str | None] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)
    firm: int = 0  # how many of the members have a day of their own

    def fits(self, telling: Telling) -> bool:
        """Whether the telling fits all members with a day; without one it must fit those, and not be of an article that is in."""
        if telling.item.article.id in self.articles:
            return False
        return all(self._goes_with(member, telling) for member in self.members[: self.firm or None])

    def _goes_with(self, member: Telling, telling: Telling) -> bool:
        """Whether both fit, or are of two of the senders that act together in the telling that all others joined."""
        if member.fits(telling):
            return True
        head = self.members[0]
        return isinstance(member.item.record, Sanction) and head.joint_with(telling) and head.joint_with(member)

    def add(self, telling: Telling, rule: str | None) -> None:
        """Take it in."""
        self.members.append(telling)
        self.rules.append(rule)
        self.articles.add(telling.item.article.id)
        self.firm += telling.window.exact


class Encounters:
    """Groups found so far, by the places where their likes look for them."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.at: dict[Place, list[int]] = defaultdict(list)

    def near(self, telling: Telling) -> Iterator[Group]:
        """The groups that the telling may belong to, in the order they were begun."""
        near = {n for place in telling.places() for n in self.at.get(place, ())}
        return (self.groups[n] for n in sorted(near) if self.groups[n].members)

    def begin(self, telling: Telling) -> None:
        """A group of its own."""
        group = Group(len(self.groups))
        group.add(telling, None)
        self.groups.append(group)
        self.note(group.number, telling)

    def note(self, n: int, telling: Telling) -> None:
        """Let others find the group where this telling is looked for."""
        for place in telling.places():
            if n not in self.at[place]:
                self.at[place].append(n)


def telling_of(item: Item) -> Telling | None:
    """What is compared of a record; ``None`` where it has no window."""
    numbers = rules()
    found = window(item, numbers)
    return Telling(item, numbers, found) if found else None


def encounters(items: Iterable[Item]) -> tuple[list[Group], list[Item]]:
    """The groups, and the items that can be merged with nothing."""
    tellings, alone = [], []
    for item in items:
        telling = telling_of(item)
        if telling and any(True for _ in telling.places()):
            tellings.append(telling)
        else:
            alone.append(item)
    return _grouped(tellings), alone


def _grouped(tellings: Sequence[Telling]) -> list[Group]:
    firm = Encounters()
    for telling in sorted((t for t in tellings if t.window.exact), key=lambda t: t.order):
        _place(firm, telling)
    _join_days(firm)
    vague = sorted((t for t in tellings if not t.window.exact), key=lambda t: t.order)
    chosen = [(telling, _best(firm, telling)) for telling in vague]
    left = Encounters()
    for telling, group in chosen:
        if group is not None and telling.item.article.id not in group.articles:
            group.add(telling, _rule(group, telling))
        else:
            _place(left, telling)
    return [group for group in firm.groups + left.groups if group.members]


def _join_days(firm: Encounters) -> None:
    """Bring the two groups of a call together that was on one day here and on the next day there."""
    for late in [group for group in firm.groups if group.members[0].distant]:
        early = next((group for group in firm.near(late.members[0]) if _one_call(group, late)), None) if late.members else None
        if early is not None:
            for member in late.members:
                early.add(member, "meeting/next-day-there")
                firm.note(early.number, member)
            late.members.clear()


def _one_call(early: Group, late: Group) -> bool:
    """Whether some of the late are told far in the east of some of the early, and nothing of two calls."""
    pairs = [(one, two) for one in early.members for two in late.members]
    if early.articles & late.articles or any(one.window.first >= two.window.first for one, two in pairs):
        return False
    if any(zones.same_country(one.item, two.item) for one, two in pairs):
        return False
    return any(one.across(two) for one, two in pairs)


def _place(among: Encounters, telling: Telling) -> None:
    group = _best(among, telling)
    if group is None:
        return among.begin(telling)
    group.add(telling, _rule(group, telling))
    among.note(group.number, telling)


def _best(among: Encounters, telling: Telling) -> Group | None:
    near = sorted((_distance(group, telling), group.number) for group in among.near(telling) if group.fits(telling))
    equal = [among.groups[n] for distance, n in near if distance == near[0][0]]
    if telling.guesses and not all(equal[0].members[0].same_people(group.members[0]) for group in equal[1:]):
        return None  # a surname or an office that two people have
    return min(equal, key=lambda group: group.members[0].item.order, default=None)


def _distance(group: Group, telling: Telling) -> tuple[bool, bool, bool, int]:
    """The smaller, the likelier: same people, same days; the last one begun when the article appeared, for a plan the next."""
    head, own = group.members[0], telling.window
    ahead = telling.item.published is not None and head.window.first > telling.item.published[1]
    plan = telling.item.record.status in telling.rules.to_come
    same = (head.window.first, head.window.last) == (own.first, own.last)
    return (
        telling.kin not in [m.kin for m in group.members], not same, ahead is not plan,
        head.window.first.toordinal() * (1 if ahead else -1),
    )  # fmt: skip


def _rule(group: Group, telling: Telling) -> str:
    """The name of the rule, said in the report that it joined: by which days, and whether the names differ."""
    kind, head, own = telling.item.type.lower(), group.members[0].window, telling.window
    days: ByDays
    if own.guessed:
        days = "undated"
    elif (own.first, own.last) == (head.first, head.last):
        days = "same-days"
    else:
        days = "overlapping-days" if own.exact else "vague-date"
    return f"{kind}/{days}" + ("" if telling.kin in [m.kin for m in group.members[:1]] else "/other-names")
