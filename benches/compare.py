"""Works W1 and W2 beside DuckDB in the same run, with the newline count of the same file as the floor.

    python benches/compare.py [--rows 100000 1000000 10000000] [--repeats 3]

needs GNU time, `pip install duckdb` and release builds of the command (without polars, which takes no part), the generator and the
newline count; it builds them. Each program is a process of its own: wall time and peak memory are those of the whole
process. Programs take turns, and the best of the repeats counts. What both count is compared to the last session.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "benches" / "data"
RELEASE = ROOT / "target" / "release"
W1 = "session_date,request_date,status,site"
W2 = "client_id,session_id," + W1

TYPES = {name: "VARCHAR" for name in (
    "client_id", "session_id", "session_date", "request_date", "status", "site", "therapist", "modality", "access", "concern",
    "helpfulness", "satisfaction", "change_rating", "enough", "followup_date")}
TYPES |= {name: "DATE" for name in ("session_date", "request_date", "followup_date")}

# One scan and one grouping: every count of W1 follows from its rows.
DUCK_W1 = """
import duckdb, json, sys
con = duckdb.connect(); con.execute("SET threads=2; SET enable_progress_bar=false")
rows = con.execute('''SELECT strftime(date_trunc('month', session_date), '%Y-%m'), site, status, session_date - request_date,
    count(*) FROM read_csv(?, header=true, columns={types}) GROUP BY ALL'''.replace('{types}', sys.argv[2]), [sys.argv[1]]).fetchall()
cells = {}
for month, site, status, wait, n in rows:
    cell = cells.setdefault(month + ' ' + site, {'sessions': 0, 'attended': 0, 'same_day': 0, 'waits': 0})
    cell['sessions'] += n
    if status == 'attended':
        cell['attended'] += n
        if wait is not None and wait >= 0:
            cell['waits'] += n
            cell['same_day'] += n * (wait == 0)
print(json.dumps(cells))
"""

# The columns are read once; then clusters of the attended sessions by client, and ids given twice.
DUCK_W2 = """
import duckdb, json, sys
con = duckdb.connect(); con.execute("SET threads=2; SET enable_progress_bar=false")
con.execute('''CREATE TEMP TABLE t AS SELECT strftime(date_trunc('month', session_date), '%Y-%m') AS month, site, client_id,
    session_id, status, session_date - request_date AS wait
    FROM read_csv(?, header=true, columns={types})'''.replace('{types}', sys.argv[2]), [sys.argv[1]])
twice = con.execute('SELECT count(*) FROM (SELECT 1 FROM t GROUP BY session_id HAVING count(*) > 1)').fetchone()[0]
assert twice == 0, 'the generated file has no id twice'
waits = con.execute("SELECT month, site, wait, count(*) FROM t WHERE status = 'attended' AND wait >= 0 GROUP BY ALL").fetchall()
rows = con.execute('''SELECT month, site, sum(s)::BIGINT, sum(y)::BIGINT, count(*) FILTER (y > 0), sum(n * n)::BIGINT, sum(n * y)::BIGINT,
    sum(y * y)::BIGINT FROM (SELECT month, site, client_id, count(*) AS s, count(*) FILTER (status <> 'booked') AS n,
    count(*) FILTER (status = 'attended') AS y FROM t GROUP BY ALL) GROUP BY ALL''').fetchall()
cells = {m + ' ' + s: {'sessions': all, 'attended': y, 'clients': k, 'same_day': 0, 'waits': 0} for m, s, all, y, k, *_ in rows}
for month, site, wait, n in waits:
    cells[month + ' ' + site]['waits'] += n
    cells[month + ' ' + site]['same_day'] += n * (wait == 0)
print(json.dumps(cells))
"""


def run(command):
    """Standard output, wall seconds and peak memory in MB of a process. (GNU time starts it: a child of Python would begin with
    Python's own memory as its peak.)"""
    with tempfile.NamedTemporaryFile("r") as peak:
        start = time.perf_counter()
        done = subprocess.run(["/usr/bin/time", "-q", "-f", "%M", "-o", peak.name, *command], stdout=subprocess.PIPE, text=True)
        wall = time.perf_counter() - start
        if done.returncode != 0:
            sys.exit(f"{command[0]} ended with {done.returncode}")
        return done.stdout, wall, int(peak.read()) / 1024


def cells_of(document, with_clients):
    """The same counts out of a results document."""
    cells = {}
    for entry in json.loads(document)["results"]:
        if set(entry["by"]) != {"month", "site"}:
            continue
        cell = cells.setdefault(f"{entry['by']['month']} {entry['by']['site']}", {})
        if entry["measure"] == "sessions":
            cell["sessions"] = entry["count"]
        elif entry["measure"] == "attended":
            cell["attended"] = entry["events"]
        elif entry["measure"] == "seen_same_day":
            cell["same_day"], cell["waits"] = entry["events"], entry["answered"]
        elif entry["measure"] == "clients" and with_clients:
            cell["clients"] = entry["count"]
    return cells


def sst(file, columns, threads=2):
    return [str(RELEASE / "sst"), "rates", str(file), "-q", "--columns", columns, "--by", "site,month", "--format", "json",
            "--threads", str(threads)]


def build():
    cargo = ["cargo", "build", "--release", "--locked"]
    subprocess.run([*cargo, "-p", "sst-cli", "--no-default-features"], cwd=ROOT, check=True)
    subprocess.run([*cargo, "-p", "sst-examples", "--example", "generate", "-p", "sst-benches", "--example", "newlines"],
                   cwd=ROOT, check=True)


def data(rows):
    DATA.mkdir(exist_ok=True)
    file = DATA / f"{rows}.csv"
    if not file.exists():
        with file.open("wb") as out:
            subprocess.run([RELEASE / "examples" / "generate", "--layout", "bench", "--sessions", str(rows), "--seed", "1"],
                           stdout=out, stderr=subprocess.DEVNULL, check=True)
    return file


def compare(rows, repeats):
    file = data(rows)
    duck = lambda script: [sys.executable, "-c", script, str(file), json.dumps(TYPES).replace('"', "'")]
    programs = {
        "newlines, 2 threads": [str(RELEASE / "examples" / "newlines"), str(file), "2"],
        "W1 sst, 1 thread": sst(file, W1, 1),
        "W1 sst": sst(file, W1),
        "W1 DuckDB": duck(DUCK_W1),
        "W2 sst": sst(file, W2),
        "W2 DuckDB": duck(DUCK_W2),
    }
    best, outputs = {}, {}
    for _ in range(repeats):
        for name, command in programs.items():
            outputs[name], wall, memory = run(command)
            before = best.get(name, (wall, memory))
            best[name] = (min(wall, before[0]), min(memory, before[1]))
    for work, with_clients in (("W1", False), ("W2", True)):
        ours, theirs = cells_of(outputs[f"{work} sst"], with_clients), json.loads(outputs[f"{work} DuckDB"])
        if ours != theirs:
            sys.exit(f"{work} at {rows} rows: sst and DuckDB disagree")
    for name, (wall, memory) in best.items():
        peer = best.get(f"{name[:2]} DuckDB") if name.startswith("W") else None
        ratio = f"{wall / peer[0]:.2f} | {memory / peer[1]:.2f}" if peer else "– | –"
        print(f"| {rows:,} | {name} | {wall:.3f} | {memory:.0f} | {ratio} |", flush=True)


def report(repeats):
    """The whole process of a report of 5,000 sessions, every column of the record layout."""
    file = DATA / "report.csv"
    with file.open("wb") as out:
        subprocess.run([RELEASE / "examples" / "generate", "--sessions", "5000", "--seed", "1"], stdout=out,
                       stderr=subprocess.DEVNULL, check=True)
    walls = [run([str(RELEASE / "sst"), "report", str(file), "-q", "-o", str(DATA / "report.html")])[1:] for _ in range(5 * repeats)]
    print(f"\nHTML report of 5,000 sessions: {min(walls)[0] * 1000:.0f} ms, {min(walls)[1]:.0f} MB")


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000, 10_000_000])
    arguments.add_argument("--repeats", type=int, default=3)
    arguments = arguments.parse_args()
    build()
    import duckdb
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores, DuckDB {duckdb.__version__}\n")
    print("| rows | what | wall s | peak MB | wall / DuckDB | memory / DuckDB |\n|--:|---|--:|--:|--:|--:|")
    for rows in arguments.rows:
        compare(rows, arguments.repeats)
    report(arguments.repeats)


if __name__ == "__main__":
    main()
