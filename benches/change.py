"""`sst change` on a million pairs of scores beside pandas and polars doing the same classification, in the same run.

    python benches/change.py [--rows 1000000] [--repeats 3]

needs GNU time, `pip install pandas polars` and builds the release command (without polars, which takes no part). Each program is
a process of its own: wall time and peak memory are those of the whole process, reading the file included. They take turns,
and the best of the repeats counts. The peers count the five classes by the thresholds of the PHQ-9 and by Jacobson and Truax's
index with the standard deviation of all scores before; `sst` does that and everything else a report of change needs. The counts
of the classes must be equal.
"""

import argparse
import json
import platform
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "benches" / "data"
SST = ROOT / "target" / "release" / "sst"
RELIABILITY = "0.89"

PANDAS = """
import json, sys
import numpy as np
import pandas as pd
table = pd.read_csv(sys.argv[1], usecols=['client_id', 'session_date', 'phq9_pre', 'phq9_post'], parse_dates=['session_date'])
pairs = table.dropna(subset=['phq9_pre', 'phq9_post'])
gain = pairs.phq9_pre - pairs.phq9_post
was, is_case = pairs.phq9_pre >= 10, pairs.phq9_post >= 10
sem = table.phq9_pre.std() * (1 - float(sys.argv[2])) ** 0.5
def classes(better, worse):
    names = np.select([better & was & ~is_case, better, worse & ~was & is_case, worse], ['recovered', 'improved', 'harmed', 'deteriorated'], 'unchanged')
    return {name: int(n) for name, n in zip(*np.unique(names, return_counts=True))}
index = gain / (sem * 2 ** 0.5)
print(json.dumps([classes(gain >= 6, gain <= -6), classes(index > 1.959963984540054, index < -1.959963984540054)]))
"""

POLARS = """
import json, sys
import polars as pl
table = pl.scan_csv(sys.argv[1], schema_overrides={'client_id': pl.String}).select('client_id', 'session_date', 'phq9_pre', 'phq9_post').collect()
sem = table['phq9_pre'].std() * (1 - float(sys.argv[2])) ** 0.5
pairs = table.drop_nulls(['phq9_pre', 'phq9_post'])
gain = pl.col('phq9_pre') - pl.col('phq9_post')
was, is_case = pl.col('phq9_pre') >= 10, pl.col('phq9_post') >= 10
def classes(better, worse):
    name = (pl.when(better & was & ~is_case).then(pl.lit('recovered')).when(better).then(pl.lit('improved'))
        .when(worse & ~was & is_case).then(pl.lit('harmed')).when(worse).then(pl.lit('deteriorated')).otherwise(pl.lit('unchanged')))
    return dict(pairs.select(name.alias('class')).group_by('class').len().iter_rows())
index = gain / (sem * 2 ** 0.5)
print(json.dumps([classes(gain >= 6, gain <= -6), classes(index > 1.959963984540054, index < -1.959963984540054)]))
"""


def make(rows):
    """A file of pairs of scores; one in twenty has no score after."""
    path = DATA / f"pairs-{rows}.csv"
    if path.exists():
        return path
    DATA.mkdir(exist_ok=True)
    draw = random.Random(20250101)
    with path.open("w", newline="\n") as file:
        file.write("client_id,session_date,site,phq9_pre,phq9_post\n")
        for row in range(rows):
            pre = min(27, max(0, round(draw.gauss(13.5, 5.2))))
            post = min(27, max(0, round(pre - 3 + draw.gauss(0, 4.8))))
            day = f"2025-{row % 12 + 1:02}-{row % 28 + 1:02}"
            after = "" if row % 20 == 7 else post
            file.write(f"C{row:07},{day},{'North' if row % 3 else 'South'},{pre},{after}\n")
    return path


def run(command):
    """Output, wall seconds and peak memory in MB of one process."""
    with tempfile.NamedTemporaryFile("r") as log:
        begin = time.perf_counter()
        done = subprocess.run(["/usr/bin/time", "-o", log.name, "-f", "%M", *command], capture_output=True, text=True, check=True)
        return done.stdout, time.perf_counter() - begin, int(log.read().split()[-1]) / 1024


def sst(path):
    """The classes under both rules: two runs, the times added up."""
    found, wall, peak = [], 0.0, 0.0
    for rule in (["--criterion", "published"], ["--criterion", "jacobson-truax", "--sd", "baselines", "--reliability", RELIABILITY]):
        out, seconds, memory = run([SST, "change", path, *rule, "--format", "json", "--quiet"])
        whole = [entry for entry in json.loads(out)["results"] if entry["kind"] == "joint" and entry["by"] == {}]
        found.append({one["class"]: one["count"] for one in whole[0]["classes"] if one["count"]})
        wall, peak = wall + seconds, max(peak, memory)
    return found, wall, peak


def python(script, path):
    out, wall, peak = run([sys.executable, "-c", script, path, RELIABILITY])
    return json.loads(out), wall, peak


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--rows", type=int, default=1_000_000)
    arguments.add_argument("--repeats", type=int, default=3)
    options = arguments.parse_args()
    subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "sst-cli", "--no-default-features"], cwd=ROOT, check=True)
    path = make(options.rows)
    programs = {"sst (two runs)": sst, "pandas": lambda path: python(PANDAS, path), "polars": lambda path: python(POLARS, path)}
    best = {}
    for _ in range(options.repeats):
        answers = {name: program(path) for name, program in programs.items()}
        classes = [answer[0] for answer in answers.values()]
        assert classes[0] == classes[1] == classes[2], f"the classes differ: {classes}"
        for name, (_, wall, peak) in answers.items():
            old = best.get(name, (float("inf"), float("inf")))
            best[name] = (min(old[0], wall), min(old[1], peak))
    print(f"{options.rows:,} rows, {path.stat().st_size / 1e6:.0f} MB, best of {options.repeats}; {platform.machine()}, Python {platform.python_version()}")
    base = best["pandas"]
    for name, (wall, peak) in best.items():
        print(f"{name:15} {wall:6.2f} s ({wall / base[0]:.2f} of pandas)  {peak:6.0f} MB ({peak / base[1]:.2f})")


if __name__ == "__main__":
    main()
