"""Reads what sst wrote, computes some of it again from the tidy table, and stops where a number differs.

    python recompute.py FOLDER

The folder has results.csv, results.parquet, results.xlsx, results.json (`sst rates ... --by month`) and the tables
tidy.client-data.parquet and tidy.client-data.csv (`sst tidy`).
"""

import json
import math
import sys
from pathlib import Path
from statistics import NormalDist

import pandas as pd

NUMBERS = ["eligible", "answered", "events", "estimate", "low", "high", "bounds_low", "bounds_high"]
KEYS = ["measure", "kind", "instrument", "by"]


def results(folder):
    """The same rows from each format."""
    texts = {"dtype": {key: "string" for key in KEYS}, "keep_default_na": False, "na_values": [""]}
    return {
        # The mark at the start is for Excel.
        "csv": pd.read_csv(folder / "results.csv", encoding="utf-8-sig", **texts),
        "parquet": pd.read_parquet(folder / "results.parquet"),
        "xlsx": pd.read_excel(folder / "results.xlsx", sheet_name="Results", **texts),
    }


def assert_equal(found, expected, what):
    if pd.isna(found) and pd.isna(expected):
        return
    if not abs(found - expected) <= 1e-12:
        raise SystemExit(f"{what}: {found} here, {expected} by sst")


def same_in_every_format(tables, document):
    """Every number of every row, against the results document."""
    of_document = {}
    for entry in document["results"]:
        if entry["kind"] in ("proportion", "mean"):
            by = json.dumps(entry["by"], separators=(",", ":"), ensure_ascii=False)
            of_document[entry["measure"], entry["kind"], entry["instrument"], by] = entry
    for name, table in tables.items():
        if len(table) != len(of_document):
            raise SystemExit(f"{name}: {len(table)} rows, and the document has {len(of_document)}")
        for row in table.to_dict("records"):
            key = tuple(None if pd.isna(row[key]) else row[key] for key in KEYS)
            entry = of_document[key]
            for number in NUMBERS:
                bound = number.removeprefix("bounds_")
                value = (entry.get("bounds") or {}).get(bound) if bound != number else entry.get(number)
                assert_equal(row[number], math.nan if value is None else value, f"{name}, {key}, {number}")
    return len(of_document)


def wilson(events, answered, level):
    """Wilson's interval."""
    z = NormalDist().inv_cdf((1 + level) / 2)
    share = events / answered
    middle = (share + z * z / (2 * answered)) / (1 + z * z / answered)
    half = z / (1 + z * z / answered) * math.sqrt(share * (1 - share) / answered + z * z / (4 * answered * answered))
    return max(0.0, middle - half), min(1.0, middle + half)


def helpful_by_month(sessions, table):
    """The share who found the session helpful, and its interval where no client answered twice."""
    attended = sessions[sessions["status"] == "attended"]
    months = attended["session_date"].dt.strftime("%Y-%m")
    intervals = 0
    for month, group in attended.groupby(months):
        answers = group["helpfulness"].dropna()
        events, answered = int((answers >= 4).sum()), len(answers)
        by = json.dumps({"month": month}, separators=(",", ":"))
        row = table[(table["measure"] == "helpful") & (table["by"] == by)].iloc[0]
        for name, value in [("eligible", len(group)), ("answered", answered), ("events", events)]:
            assert_equal(value, row[name], f"helpful, {month}, {name}")
        assert_equal(events / answered, row["estimate"], f"helpful, {month}")
        if row["method"] == "wilson":
            intervals += 1
            low, high = wilson(events, answered, row["level"])
            assert_equal(low, row["low"], f"helpful, {month}, low")
            assert_equal(high, row["high"], f"helpful, {month}, high")
    if intervals == 0:
        raise SystemExit("no interval of Wilson's was compared")
    return intervals


def median_wait(sessions, document):
    """The median of the days from request to session; who walked in waited 0 days."""
    attended = sessions[sessions["status"] == "attended"]
    days = (attended["session_date"] - attended["request_date"]).dt.days
    days = days.mask(attended["access"] == "walk-in", 0).dropna()
    spread = next(entry for entry in document["results"] if entry["measure"] == "wait_days"
                  and entry["kind"] == "distribution" and entry["by"] == {})
    assert_equal(len(days), spread["answered"], "waits")
    for name, quantile in [("q1", 0.25), ("median", 0.5), ("q3", 0.75)]:
        assert_equal(days.quantile(quantile), spread[name], f"waits, {name}")
    return days.median()


def main():
    folder = Path(sys.argv[1])
    document = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    tables = results(folder)
    rows = same_in_every_format(tables, document)
    print(f"{rows} rows are the same in {', '.join(tables)} and JSON")
    dates = ["session_date", "request_date"]
    tidy = {
        "parquet": pd.read_parquet(folder / "tidy.client-data.parquet"),
        "csv": pd.read_csv(folder / "tidy.client-data.csv", encoding="utf-8-sig"),
    }
    for name, sessions in tidy.items():
        for column in dates:
            sessions[column] = pd.to_datetime(sessions[column])
        intervals = helpful_by_month(sessions, tables[name])
        wait = median_wait(sessions, document)
        print(f"tidy {name}: {len(sessions)} sessions, {intervals} intervals of Wilson's, median wait {wait:g} days: as sst has them")


if __name__ == "__main__":
    main()
