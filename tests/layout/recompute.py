"""Reads the tables of a run as a stranger would, from docs/TABLES.md alone, and counts again. Says what differs and ends with 1, or says how much agreed.

python3 recompute.py RUN
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import pyarrow.csv as pc
import pyarrow.parquet as pq

run = Path(sys.argv[1])
manifest = json.loads((run / "manifest.json").read_text(encoding="utf-8"))
faults, agreed = [], defaultdict(int)


def check(good, what, count):
    if good:
        agreed[count] += 1
    else:
        faults.append(what)


def near(one, other):
    return (one is None) == (other is None) and (one is None or abs(one - other) < 1e-9)


def bare(cell):
    """A text cell of CSV as it was before a spreadsheet was kept from running it."""
    return cell[1:] if cell and len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@\t\r" else cell


def read(name):
    """The rows of a table from Parquet, after the CSV was found to hold the same cells."""
    parquet = pq.read_table(run / f"{name}.parquet")
    types = {field.name: field.type for field in parquet.schema}
    csv = pc.read_csv(
        run / f"{name}.csv",
        parse_options=pc.ParseOptions(newlines_in_values=True),
        convert_options=pc.ConvertOptions(column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=True),
    ) if parquet.num_rows else None
    rows = parquet.to_pylist()
    check(csv is None or csv.column_names == parquet.column_names, f"{name}: columns differ", "tables")
    for number, (one, other) in enumerate(zip(rows, csv.to_pylist() if csv is not None else [], strict=True)):
        for column, cell in one.items():
            written = bare(other[column]) if isinstance(other[column], str) else other[column]
            same = near(cell, written) if isinstance(cell, float) else (cell or None) == (written or None) if not isinstance(cell, (int, bool)) else cell == written
            check(same, f"{name}, row {number}, {column}: {cell!r} in Parquet, {other[column]!r} in CSV", "cells")
    return rows


tables = {path.stem: read(path.stem) for path in sorted(run.glob("*.parquet"))}
statements, hits, groups, comparison, shift = (tables[name] for name in ("statements", "hits", "groups", "comparison", "shift"))
by_id = {row["id"]: row for row in statements}
articles = {row["id"] for row in tables["articles"]}
speakers = {row["id"] for row in tables["speakers"]}

# Keys join, and are keys.
check(len(by_id) == len(statements), "statements: an id stands twice", "keys")
for row in statements:
    check(row["article"] in articles and row["cluster"] in articles, f"{row['id']}: its article is not in articles", "keys")
    check(row["speaker"] is None or row["speaker"] in speakers, f"{row['id']}: {row['speaker']} is not in speakers", "keys")
    check(row["echo"] is None or row["echo"] in by_id, f"{row['id']}: {row['echo']} is not in statements", "keys")
for row in hits:
    check(row["statement"] in by_id, f"hits: {row['statement']} is not in statements", "keys")

# What hits add is the lexicon's rating.
added = defaultdict(float)
for row in hits:
    for dimension in ("hostility", "conciliation"):
        added[row["statement"], dimension] += row[dimension]
for row in statements:
    for dimension in ("hostility", "conciliation"):
        check(near(added[row["id"], dimension], row[f"{dimension}_lexicon"]), f"{row['id']}: {dimension} of its hits", "ratings")
    check(near(row["net"], row["conciliation"] - row["hostility"]), f"{row['id']}: net", "ratings")

# The statements that count, as the study says.
kinds = {"direct": {"direct"}, "verbatim": {"direct", "mixed"}, "all": {"direct", "mixed", "indirect"}}[manifest["settings"]["statements"]]
least = manifest["settings"]["confidence"]
counted = [
    row
    for row in statements
    if row["kind"] in kinds and row["echo"] is None and row["left_out"] is None and row["year"] is not None and min(row["confidence_span"], row["confidence_speaker"]) >= least
]
keys = {
    "all": lambda row: "all",
    "side": lambda row: row["side"],
    "speaker": lambda row: row["speaker"],
    "role": lambda row: row["role"] and row["role"].lower(),
    "outlet": lambda row: row["outlet"],
}
cells = defaultdict(lambda: defaultdict(list))
for row in counted:
    for by, key in keys.items():
        if key(row):
            cells[by, key(row), row["year"]][row["cluster"]].append(row)


def mean(numbers):
    return sum(numbers) / len(numbers)


found = {}
for row in groups:
    by, key, year, measure = row["by"], row["key"], row["year"], row["measure"]
    found[by, key, year, measure] = row
    clusters = cells[by, key, year]
    if not clusters:
        faults.append(f"groups: {by} {key} {year} has no statement")
        continue
    value = mean([mean([one[measure] for one in cluster]) for cluster in clusters.values()])
    plain = mean([one[measure] for cluster in clusters.values() for one in cluster])
    what = f"groups: {by} {key} {year} {measure}: {row['value']}, counted again {value}"
    check(near(value, row["value"]) and near(plain, row["plain"]), what, "means")
    check(len(clusters) == row["articles"] and sum(map(len, clusters.values())) == row["statements"], what + ": numbers differ", "means")
wanted = {(by, key, year, measure) for (by, key, year), clusters in cells.items() if clusters for measure in ("hostility", "conciliation", "net")}
check(wanted == set(found), f"groups: missing or too many: {sorted(map(str, wanted ^ set(found)))[:5]}", "means")

moved = defaultdict(float)
for row in shift:
    moved[row["by"], row["key"], row["measure"]] += row["delta"]
for row in comparison:
    name = (row["by"], row["key"], row["measure"])
    from_, to = (found.get((row["by"], row["key"], row[year], row["measure"])) for year in ("from_year", "to_year"))
    check(near(row["from_value"], from_ and from_["value"]) and near(row["to_value"], to and to["value"]), f"comparison: {name}: values differ from groups", "differences")
    if from_ and to:
        check(near(row["delta"], to["value"] - from_["value"]), f"comparison: {name}: delta", "differences")
        if any(other[:2] == name[:2] for other in moved):
            check(near(moved[name], row["delta"]), f"shift: {name}: its entries sum to {moved[name]}, not {row['delta']}", "shifts")

for fault in faults[:20]:
    print(fault)
if faults:
    sys.exit(f"{len(faults)} faults")
print(", ".join(f"{number} {what}" for what, number in agreed.items()))
