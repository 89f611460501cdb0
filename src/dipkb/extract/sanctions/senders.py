"""Who restricts: the subject of the act, the name before the noun, "by …", an authority for its state, or the publisher's own."""

from __future__ import annotations

from msgspec.structs import replace

from dipkb.extract import clause
from dipkb.extract.authorities import ADMINISTRATIONS, authority, doer_of
from dipkb.extract.document import Entity
from dipkb.extract.reading import Reading
from dipkb.extract.sanctions.acts import Act
from dipkb.extract.sanctions.implied import imposers
from dipkb.extract.sanctions.stances import is_nominal, prompted
from dipkb.extract.sanctions.words import REGIONS, words
from dipkb.extract.wordlists import each, endings, forms, phrases, text_of

_FROM_WEST = phrases("sanctions", "from_west")
_OF_SENDERS, _IT_THEY, _INCLUDE = words("of_senders"), forms("it", "they"), words("include")
_ALONGSIDE, _BY, _EUROPE, _IN, _OF = each("alongside", "by", "europe", "in", "of")
_OUR, _THAT, _TO, _UNDER, _WITH = each("our", "that", "to", "under", "with")
_GERUND = endings("gerund")
_ON_AGAINST = forms("on", "against")
_TAKING_UP = forms("it", "they", "this", "these")
_THIS_THESE = forms("this", "these")
_PART_OF = text_of("names", "part_of")
_WEST = words("west")
_WE_OUR = forms("we", "our")

_USUAL = words("usual_senders")
_PLAIN_FORMS = words("plain_forms")
_PROMISES = words("promises")
_ENTERING, _TRAVELLING = words("entering"), words("travelling")
_MINISTRIES = words("ministries")
_HOLDS = words("include")
_ANSWER = words("answer")
_DASHES = frozenset({"-", "–", "—"})
_KINDS = ("country", "organisation", "person", "group")


def senders_of(reading: Reading, act: Act, targets: list[Entity]) -> list[Entity]:
    """The senders of an act; never one of its targets."""
    hit = {t.key() for t in targets}
    for found in _sources(reading, act, targets):
        kept = [e for e in found if e.kind in _KINDS and e.key() not in hit]
        if kept:
            return list({e.key(): e for e in kept}.values())
    return []


def in_their_states(reading: Reading, senders: list[Entity]) -> list[Entity]:
    """A ministry that no table places ("the Foreign Office") is of the state that acted last, else of the publisher's."""
    senders = [x for e in senders for x in _with_body(reading, named_administration(reading, e))]
    if not any(_is_unplaced(e) for e in senders):
        return senders
    title = next((x for x in reading.document.lines if x.in_title), None)
    named = [e.country for x in (title.items if title else []) for e in (*x.who, *reading.state_of(x)) if e.country]
    states = [*(e.country for e in reading.parties.sanctioners if e.country), reading.document.home, *named]
    country = next((c for c in states if c), None)
    return [replace(e, country=country) if _is_unplaced(e) else e for e in senders]


def named_administration(reading: Reading, entity: Entity) -> Entity:
    """The state of an administration that is written like a name ("the Biden Administration")."""
    told = (entity.name or "").casefold().split() if entity.kind == "organisation" and not entity.country else []
    known = ADMINISTRATIONS.get(told[0]) if len(told) > 1 and told[-1] in words("administration") else None
    return reading.parties.state(known) if known else entity


def _with_body(reading: Reading, entity: Entity) -> list[Entity]:
    """Who speaks for a body of no state acts as that body ("Borrell said new sanctions had been agreed")."""
    body = reading.parties.body_of(entity.body) if entity.kind == "person" and entity.body and not entity.country else None
    return [body, entity] if body is not None else [entity]


def _is_unplaced(entity: Entity) -> bool:
    last = (entity.name or "").casefold().split()[-1:]
    return entity.kind == "organisation" and not entity.country and not entity.id and last != [] and last[0] in _MINISTRIES


def _others(doers: list[Entity], targets: list[Entity]) -> list[Entity]:
    """Who calls for relief for somebody else than itself ("X proposed that the Council lift sanctions on Y")."""
    hit = {t.country for t in targets if t.country}
    return [e for e in doers if hit and e.country not in hit]


def _sources(reading: Reading, act: Act, targets: list[Entity]) -> list[list[Entity]]:
    """The places where senders stand, the surest first."""
    named = [_of_noun(reading), _imposing(reading), _from(reading)]
    if reading.verb and reading.passive:
        return [_agent(reading, reading.at), _under(reading), _entered(reading)]
    if act.passive or act.doer is None:
        agent = _agent(reading, act.verb) if act.passive and act.verb is not None else []
        return [agent, *named, _announcing(reading)]
    if act.action == "in-force":
        keeping = act.verb is not None and reading.items[act.verb].low in words("keeping")
        keeping = keeping and not reading.items[act.verb or 0].low.endswith(_GERUND)
        keeping = keeping or (reading.verb and act.verb is not None)  # "will continue to deny entry to"
        return [doer_of(reading, act.verb or 0, _last(reading)), *named] if keeping else [*named, _market(reading)]
    if urged := prompted(reading.items, act.doer):
        return [reading.entities(urged)]
    if owner := _owner_of_act(reading, act):
        return [owner]
    aside = reading.items[act.doer - 1].text in _DASHES  # "the deal - between X and Y - lifted"
    doer = [] if aside else [e for e in doer_of(reading, act.doer, _last(reading)) if e.kind in _KINDS]
    doer = doer or _capital_first(reading, act)
    if doer:
        joining, alone = _joining(reading, act.doer)
        doer = joining if alone else [*joining, *doer, *_beside(reading, act.doer)]
    if act.owed:
        return [doer, *named]
    if act.asked and act.action in ("lift", "ease"):
        return [*named, [*_others(doer, targets), *asked(reading, act)]]
    if act.asked:
        return [[*doer, *asked(reading, act)], *named]
    if act.verb is not None and act.verb + 1 < len(reading.items) and reading.items[act.verb + 1].low in _OF and named[0]:
        return [*named, doer]  # "the lifting of US sanctions"
    first = min(reading.at - 3, act.verb - 1 if act.verb is not None and act.verb < reading.at else reading.at)
    ours = any(i.low in _OUR for i in reading.items[max(0, first) : reading.at])
    if reading.verb:
        return [doer]
    return [*named, doer] if ours else [doer, *named]


def _market(reading: Reading) -> list[Entity]:
    """Where those hit sell, whose tariff it is ("X exporters to Y face a tariff", "a tariff on its exports to Y")."""
    items = reading.items
    for i in range(1, len(items) - 1):
        place = i + 1 + (items[i + 1].code == "t")
        if items[i].low in _TO and items[i - 1].low in words("sold") and place < len(items) and items[place].code == "C":
            return [reading.parties.state(e.country) for e in reading.entities([place])[:1] if e.country]
    return []


def _capital_first(reading: Reading, act: Act) -> list[Entity]:
    """The government that a capital opening the sentence stands for ("Beijing moved early today to retaliate")."""
    items = reading.items
    opens = len(items) > 1 and items[0].code == "L" and clause.is_agent(items[0]) and clause.is_verb_like(items[1])
    free = opens and act.doer is not None and not any(clause.is_agent(x) or x.code in "kw" for x in items[1 : act.doer])
    return [reading.parties.state(e.country) for e in reading.entities([0])[:1] if e.country] if free else []


def _owner_of_act(reading: Reading, act: Act) -> list[Entity]:
    """Whose act a noun tells ("welcomed X's lifting of sanctions on Y", "the X imposition of tariffs")."""
    items, verb = reading.items, act.verb
    if verb is None or verb < 1 or verb > reading.at or not is_nominal(items, verb):
        return []
    owner = clause.possessor(items, verb)
    if not owner and items[verb - 1].code in "CAN" and not clause.is_verb_like(items[verb - 2]):
        return list(items[verb - 1].who) or list(reading.state_of(items[verb - 1]))
    return reading.entities(owner)


def _from(reading: Reading) -> list[Entity]:
    """Behind "by", or "from" ("sanctions from X") where it is not what is hit that comes from there ("on cars from X")."""
    items, at = reading.items, reading.at
    found = clause.behind(items, at, forms("from"), reach=3)
    if not found and tuple(x.low for x in items[at + 1 : at + 3]) in _FROM_WEST:
        return [Entity("organisation", name="Western countries")]
    onto = any(x.low in _ON_AGAINST for x in items[at : found[0]]) if found else True
    return _by(reading) if onto else reading.entities(found)


def _by(reading: Reading) -> list[Entity]:
    """Behind "by", where it is not of what the restriction answers ("in response to the listing by X of …")."""
    found = clause.behind(reading.items, reading.at, forms("by"))
    answer = any(x.low in _ANSWER for x in reading.items[reading.at : found[0]]) if found else False
    return [] if answer else reading.entities(found)


def named_beside(reading: Reading) -> list[Entity]:
    """Whom the noun names where its verb has another subject ("in exchange for the lifting of EU sanctions")."""
    return _of_noun(reading) or _imposing(reading) or _by(reading)


def _joining(reading: Reading, verb: int) -> tuple[list[Entity], bool]:
    """Who does what others did ("X joined Y in imposing sanctions"), and whether only after them ("followed Y in …")."""
    items = reading.items
    if items[verb - 1].low not in _IN or not items[verb].low.endswith(_GERUND):
        return [], False
    joins = next((i for i in range(verb - 2, max(0, verb - 14), -1) if items[i].low in words("joins")), None)
    found = reading.entities(clause.subject(items, joins)) if joins is not None else []
    return found, bool(found) and joins is not None and items[joins].low in words("follows_suit")


def followed(reading: Reading, verb: int) -> list[Entity]:
    """Those whom somebody joins in what the verb says, or whose restriction it is that he adopts."""
    items = reading.items
    if items[verb - 1].low in _IN and items[verb].low.endswith(_GERUND):
        joins = next((i for i in range(verb - 2, max(0, verb - 14), -1) if items[i].low in words("joins")), None)
        first = joins + 1 + (items[joins + 1].code == "t") if joins is not None else verb
        return [e for e in reading.entities(clause.group_right(items, first)) if e.kind in _KINDS] if first < verb else []
    if verb > reading.at or reading.verb:
        return []
    behind = range(reading.at + 1, min(len(items), reading.at + 3))
    imposed = next((i for i in behind if items[i].low in words("imposed")), None)
    return _agent(reading, imposed) if imposed is not None else []


def _beside(reading: Reading, verb: int) -> list[Entity]:
    """With whom it is done ("X, alongside Y, imposed sanctions", "X together with Y and Z …")."""
    items = reading.items
    for i in range(clause.clause_start(items, verb) + 1, verb - 1):
        if items[i].low in _WITH and items[i - 1].low in words("together") and items[i - 2].code != ",":
            left = reading.entities(clause.group_left(items, i - 2)[0])
            if left and not clause.is_verb_like(items[i - 2]):
                return [e for e in left if e.kind in _KINDS]  # "X along with Y sanctioned"
        led = items[i].low in _ALONGSIDE or (items[i].low in _WITH and items[i - 1].low in words("together"))
        if led:
            first = i + 2 if items[i + 1].code == "t" else i + 1
            return [e for e in reading.entities(clause.group_right(items, first)) if e.kind in _KINDS] if first < verb else []
    return []


def _of_noun(reading: Reading) -> list[Entity]:
    """ "US sanctions", "the EU's sanctions", "Western sanctions"; "Iran sanctions" are those on Iran."""
    if reading.verb:
        return []
    items, at = reading.items, reading.at
    first = at
    while first > 1 and (items[first - 1].low.replace(".", "").isdigit() or items[first - 1].low in words("percents")):
        first -= 1
    owner = clause.possessor(items, first)
    if owner and items[owner[0]].low in _OUR and reading.document.home and not reading.line.is_quoted(at):
        return [reading.parties.state(reading.document.home)]
    if owner and (owners := reading.entities(owner)):
        return owners
    for i in range(at - 1, max(-1, at - 7), -1):
        if items[i].low in _WEST:
            return [Entity("organisation", name="Western countries")]
        if items[i].code in "CN" and (i + 1 == at or items[i + 1].code != "s"):
            whole = reading.entities([i])
            usual = items[i].code == "N" or i + 1 < at or whole[0].country in _USUAL
            return [*_joined_before(reading, i), *whole] if usual else []
        if items[i].code in "AL" and (found := reading.state_of(items[i])):
            return [*_joined_before(reading, i), *found]
        if items[i].code == "G" and items[i].who:
            return list(items[i].who)
        if items[i].code == "&" and items[i - 1].code == "x" and items[i + 1].code == "x":
            continue
        if (items[i].low == "-" or items[i].low in _OF_SENDERS) and i and items[i - 1].code in ";CN":
            continue
        if items[i].code not in "xaAZ" or clause.is_verb_like(items[i]) or items[i].low in _PLAIN_FORMS or items[i].low in _HOLDS:
            return []
    return []


def _imposing(reading: Reading) -> list[Entity]:
    """Behind "by" of the participle that follows the noun ("the sanctions that had been imposed by the EU and Japan")."""
    at = None if reading.verb else imposers(reading)
    return _agent(reading, at) if at is not None else []


def _joined_before(reading: Reading, i: int) -> list[Entity]:
    """The names that others before the noun are joined to ("US and EU sanctions", "UN, US and EU sanctions")."""
    items, found = reading.items, list[Entity]()
    while i > 1 and items[i - 1].code in "&,":
        i -= 2 if items[i - 1].code == "&" and items[i - 2].code == "," else 1
        if items[i - 1].code not in "CNAL":
            break
        found = [*(list(items[i - 1].who) or list(reading.state_of(items[i - 1]))), *found]
        i -= 1
    return found


def _agent(reading: Reading, verb: int) -> list[Entity]:
    """Behind "by" in the passive."""
    items = reading.items
    for i in range(verb + 1, min(len(items), verb + 15)):
        if items[i].code in '".w' or items[i].low in _ANSWER:
            return []
        if items[i].low in _BY:
            return reading.entities(clause.objects(items, i)) or authority(reading, i + 1, _last(reading))
    return []


def _announcing(reading: Reading) -> list[Entity]:
    """Whose announcement or promise it is ("X's announcement that sanctions on Y would be lifted")."""
    items = reading.items
    that = next((i for i in range(reading.at - 1, max(0, reading.at - 5), -1) if items[i].low in _THAT), None)
    noun = next((i for i in range(that - 1, max(0, that - 5), -1) if items[i].low in _PROMISES), None) if that else None
    owner = clause.possessor(items, noun) if noun is not None else []
    return reading.entities(owner)


def _under(reading: Reading) -> list[Entity]:
    """Whose regime a passive names ("were designated under the EU's sanctions on X")."""
    items = reading.items
    at = next((i for i in range(reading.at + 1, min(len(items), reading.at + 4)) if items[i].low in _UNDER), None)
    first = at + 1 + (items[at + 1].code == "t") if at is not None and at + 2 < len(items) else None
    found = reading.entities([first]) if first is not None and items[first].code in "CN" else []
    return [e for e in found if e.kind == "organisation" or e.country in _USUAL]


def _entered(reading: Reading) -> list[Entity]:
    """The state that those barred were to enter, whose act it is ("were barred from entering X", "… from travelling to X")."""
    items = reading.items
    for i in range(reading.at + 1, min(len(items) - 1, reading.at + 5)):
        if items[i].low in _ENTERING or (items[i].low in _TO and items[i - 1].low in _TRAVELLING):
            first = i + 1 + (items[i + 1].code == "t")
            if first < len(items) and items[first].low in _EUROPE:
                return [Entity("organisation", name="European Union", id="wd:Q458")]
            return reading.entities([first]) if first < len(items) and items[first].code in "CN" else []
    return []


def asked(reading: Reading, act: Act) -> list[Entity]:
    """Who is asked to act ("urged the EU to impose", "called on Western allies to tighten")."""
    items = reading.items
    stop = act.verb if act.verb is not None else reading.at
    for i in range((act.doer or 0) + 1, stop):
        if (items[i].code in "CN" and items[i].who) or items[i].code == "L":
            return reading.entities(clause.group_right(items, i)) if items[i].code != "L" else reading.entities([i])
        if items[i].low in _WEST:
            return [Entity("organisation", name="Western countries")]
    return []


def understood(reading: Reading, act: Act, now: bool) -> list[Entity]:
    """Whose act it is when the sentence leaves it unsaid: of the one who acted before, else of the publisher's state."""
    items, line = reading.items, reading.line
    if act.status == "occurred" and now and reading.parties.sanctioners:
        return list(reading.parties.sanctioners)
    if reading.passive and reading.parties.sanctioners:
        return list(reading.parties.sanctioners)
    home = reading.document.home
    we = any(i.low in _WE_OUR and not line.is_quoted(n) for n, i in enumerate(items))
    if home and (now or we):
        return [reading.parties.state(home)]
    if act.status is None or not any(i.low in _TAKING_UP for i in items[: reading.at]):
        return []
    return _spoken_of(reading) or list(reading.parties.sanctioners)


def _last(reading: Reading) -> list[Entity]:
    """Whom "the ministry" and "the government" stand for: the one that acted last, else the publisher's state."""
    home = reading.document.home
    return list(reading.parties.sanctioners) or _body_before(reading) or ([reading.parties.state(home)] if home else [])


def _body_before(reading: Reading) -> list[Entity]:
    """The ministry or department of a state that the text named last."""
    lines = [x for x in reading.document.lines if x.sentence.index < reading.line.sentence.index and not x.in_title]
    bodies = (e for x in reversed(lines) for i in reversed(x.items) if i.code == "N" for e in i.who if e.country)
    return next(([e] for e in bodies if not words("ministries").isdisjoint((e.name or "").casefold().split())), [])


def _spoken_of(reading: Reading) -> list[Entity]:
    """Whom "It" at the beginning of the sentence means: the state or body that the one before began with."""
    first = [i.low for i in reading.items[:2]]
    if not (not _IT_THEY.isdisjoint(first) or (first[0] in _THIS_THESE and not _INCLUDE.isdisjoint(first[1:2]))):
        return []
    lines = [x for x in reading.document.lines if not x.in_title]
    n = next((n for n, x in enumerate(lines) if x is reading.line), 0)
    before = lines[n - 1].items if n else []
    for i, item in enumerate(before):
        free = i == 0 or before[i - 1].code not in "opA" or before[i - 1].low in _OF
        if item.code in "CNL" and free and (found := list(item.who) or list(reading.state_of(item))):
            return found
    return []


def on_behalf(reading: Reading, senders: list[Entity]) -> list[Entity]:
    """The states that bodies and leaders act for, beside those already named."""
    named = {e.country for e in senders if e.kind == "country"}
    states = [e.country for e in senders if e.kind in ("organisation", "person") and e.country and _acts_for_state(e)]
    bodies = [x for e in senders for x in _union_of(reading, e)]
    return [*[reading.parties.state(c) for c in dict.fromkeys(states) if c not in named], *bodies]


def _union_of(reading: Reading, entity: Entity) -> list[Entity]:
    """The union whose council or commission acts ("the Council of the European Union"), or whose leaders by their region."""
    if entity.kind == "group" and not entity.country:
        return _body_of_region(reading, (entity.name or "").casefold())
    whole = (entity.name or "").rpartition(_PART_OF)[2] if entity.kind == "organisation" and not entity.country else ""
    known = next((o for o in reading.parties.gazetteer.organisations.values() if o.name == whole), None) if whole else None
    return [Entity("organisation", name=known.name, id=known.id)] if known is not None else []


def _body_of_region(reading: Reading, people: str) -> list[Entity]:
    """The body that "West African leaders" meet in, where the article names it."""
    name = next((body for region, body in REGIONS.items() if people.startswith(region)), None)
    named = (e for x in reading.document.lines for i in x.items if i.code == "N" for e in i.who if e.name == name) if name else ()
    return [e for e, _ in zip(named, range(1), strict=False)]


def _acts_for_state(entity: Entity) -> bool:
    """Whether a restriction of this one is the state's: of a body of it, of a leader or minister."""
    return entity.kind == "organisation" or entity.rank in ("hos", "hog", "leader", "fm", "def", "minister", "head")
