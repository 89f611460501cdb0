"""Parties that are joined: "A, B and C", "A as well as B", and lists with unknown names among them."""

from __future__ import annotations

from dipkb.extract.clause.words import is_agent, is_code, is_verb_like
from dipkb.extract.document import Item
from dipkb.extract.wordlists import each, forms, listed, phrases

_OTHER, _TO = each("other", "to")
_OF_ONE_KIND = ({"C"}, {"P"}, {"R"})
_AS_ALONG_TOGETHER = forms("as", "along", "together")
_HE_SHE = forms("he", "she")
_INCLUDING_NAMELY_BOTH = forms("including", "namely", "both")

_PERHAPS = listed("words", "perhaps")
_JOINERS = phrases("grammar", "joining_phrases")
_LENGTHS = sorted({len(words) for words in _JOINERS})


def joiner(items: list[Item], at: int) -> int:
    """How many items at ``at`` join two parties as "and" does: "as well as", "along with"; 0 where they don't."""
    if at < len(items) and items[at].low in _AS_ALONG_TOGETHER:
        for words in _JOINERS:
            if tuple(x.low for x in items[at : at + len(words)]) == words:
                return len(words)
    return 0


def before_joiner(items: list[Item], at: int) -> int:
    """Where the party stands that "and", ", and", a comma or "as well as" joins to the one at ``at``; -1 where nothing does."""
    for length in _LENGTHS:
        if at > length and joiner(items, at - length) == length:
            return at - length - 1 - (items[at - length - 1].code == ",")
    if at < 2 or items[at - 1].code not in "&,":
        return -1
    return at - 3 if at > 2 and items[at - 1].code == "&" and items[at - 2].code == "," else at - 2


def group_left(items: list[Item], at: int) -> tuple[list[int], int]:
    """The coordination that ends at an agent: its members and the index it starts at ("A, B and C")."""
    members, start, joined = [at], at, False
    while start >= 2:
        back = start - 1
        while back > 1 and ((items[back].code in "tZA" and items[back].low != items[start].low) or items[back].low in _OTHER):
            back -= 1  # "A and other African leaders"
        connector = items[back].code
        if connector == "&" and items[back - 1].code == ",":
            back -= 1
        aside = back > 3 and items[back - 1].code == ")" and items[back - 3].code == "("
        left = back - 4 if aside else back - 1
        if aside and not is_agent(items[left]) and is_agent(items[back - 2]):
            left = back - 2  # "the Southern Common Market (Mercosur) and the EU"
        if (
            connector not in "&,"
            or not is_agent(items[left])
            or (items[left].code == "O" and items[left].low not in _HE_SHE)
            or (connector == "," and items[left].code in "CL" and items[start].code in "PR")  # "After stops in A and B, X …"
        ):
            break
        joined = joined or connector == "&" or _heads_line(items, left, at)
        members.insert(0, left)
        start = left
    open_end = len(members) > 2 and is_code(items, at + 1, "&")  # "A, B, C and people of several companies took part"
    return (members, start) if joined or open_end else ([at], at)


def _heads_line(items: list[Item], left: int, right: int) -> bool:
    """Whether commas alone join the states or people that a headline begins with ("India, China hold", "Modi, Xi to hold")."""
    codes = "".join([x.code for x in items[: right + 1]]) if left == 0 and right % 2 == 0 else ""
    listed = len(codes) > 1 and set(codes[1::2]) == {","} and (set(codes[::2]) in _OF_ONE_KIND)
    if listed and is_code(items, right + 1, "p") and items[right + 1].low in _TO and codes[0] in "PR":
        return True
    return listed and right + 1 < len(items) and items[right + 1].code in "xmbhd" and items[right + 1].low not in _OTHER


def group_right(items: list[Item], at: int) -> list[int]:
    """The coordination that starts at an agent."""
    members, end, linked = [at], at, False
    while end + 2 < len(items):
        step = end + 1
        if step + 3 < len(items) and items[step].code == "(" and items[step + 2].code == ")":
            step += 3
        listed = items[step].text == ";" and is_code(items, step + 1 + is_code(items, step + 1, "&"), "PR")
        if (items[step].code == "," or listed) and (is_code(items, step + 1, "&") or joiner(items, step + 1)):
            step += 1
        if items[step].code not in "&," and not listed and not joiner(items, step):
            break
        linked = linked or items[step].code == "&" or joiner(items, step) > 0
        step += joiner(items, step) or 1
        while step < len(items) and (items[step].code in "ta" or (linked and items[step].low in _PERHAPS)):
            step += 1
        if step >= len(items) or not is_agent(items[step]) or (linked and _tells(items, end + 1, step)):
            break
        members.append(step)
        end = step
    tail = items[members[-1] + 1 : members[-1] + 3]
    joined = linked or any(x.code == "&" for x in tail) or len(members) > 2
    return members if joined else members[:1]


def _tells(items: list[Item], comma: int, agent: int) -> bool:
    """Whether who stands behind the comma that closes a list is the subject of a verb ("met A and B, a spokesman said")."""
    behind = items[agent + 1] if agent + 1 < len(items) else None
    return items[comma].code == "," and behind is not None and (behind.code in "mbhd" or is_verb_like(behind))


def named(items: list[Item], i: int) -> list[int]:
    """All parties listed from an index on, unknown names too: "Marinko Cavara and Alen Seranic", "X, Y and three firms of Z"."""
    found: list[int] = []
    while i < len(items):
        while i < len(items) and (items[i].code in "ta" or items[i].low in _INCLUDING_NAMELY_BOTH):
            i += 1
        if (
            i >= len(items)
            or items[i].code not in "PRGCNn"
            or not items[i].who
            or (i + 1 < len(items) and items[i + 1].code == "s")
        ):
            break
        found.append(i)
        i += 1
        if i + 2 < len(items) and items[i].code == "(" and items[i + 2].code == ")":
            i += 3
        if i >= len(items) or items[i].code not in ",&":
            break
        i += 2 if items[i].code == "," and i + 1 < len(items) and items[i + 1].code == "&" else 1
    return found
