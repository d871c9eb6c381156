"""Recomputes the statistics of an evaluation with SciPy from the raw cells, and compares.

    python3 -m venv v && v/bin/pip install scipy
    v/bin/python benches/check_statistics.py evaluation

Medians, Wilcoxon's p, Holm's correction and Cliff's delta have to agree to rounding; bootstrap intervals are random and
have to agree within a fraction of their own width. Exit code 1 where something does not.
"""

import json
import sys
from collections import defaultdict
from pathlib import Path

import numpy as np
from scipy import stats

RATIO = {
    "volatility", "drawdown", "retention", "capital_efficiency", "participation", "inflation", "risk_adjusted_yield",
    "drawdown_tail", "fees_per_tvl", "treasury_income", "turnout_heads", "gini",
}
RESAMPLES = 2_000
CHECKED_INTERVALS = 40


def change(metric, own, base):
    if own is None or base is None or (metric in RATIO and base == 0):
        return None
    return (own - base) / abs(base) if metric in RATIO else own - base


def pairs(cells, names, arm, baseline, shift, metric):
    place = names.index(metric)
    for cell in cells:
        if cell["shift"] != shift:
            continue
        arms = dict(map(tuple, cell["arms"]))
        own, base = (None if text is None else float(text) for text in (arms[arm][place], arms[baseline][place]))
        found = change(metric, own, base)
        if found is not None:
            yield cell["seed"], own, base, found


def holm(p):
    order, largest, adjusted = np.argsort(p, kind="stable"), 0.0, np.zeros(len(p))
    for rank, place in enumerate(order):
        largest = max(largest, min(1.0, p[place] * (len(p) - rank)))
        adjusted[place] = largest
    return adjusted


def bca(clusters, seed):
    """SciPy's BCa over clusters: resamples indices of seeds, pools what they hold."""
    index = np.arange(len(clusters))

    def median(chosen):
        return np.median(np.concatenate([clusters[i] for i in chosen.astype(int)]))

    found = stats.bootstrap(
        (index,), median, vectorized=False, n_resamples=RESAMPLES, method="BCa", confidence_level=0.95, random_state=seed
    )
    return found.confidence_interval.low, found.confidence_interval.high


def main(folder):
    results = json.loads((folder / "results.json").read_text())
    lines = (folder / "cells.jsonl").read_text().splitlines()
    cells = [json.loads(line) for line in lines[1:]]
    names = results["metrics"]
    worst, checked, intervals, faults = defaultdict(float), 0, 0, []

    def compare(what, ours, theirs, where, tolerance=1e-9):
        if ours is None or theirs is None or np.isnan(theirs):
            if not (ours is None and (theirs is None or np.isnan(theirs))):
                faults.append(f"{what} {where}: ours {ours}, SciPy {theirs}")
            return
        gap = abs(ours - theirs) / max(1.0, abs(theirs))
        worst[what] = max(worst[what], gap)
        if gap > tolerance:
            faults.append(f"{what} {where}: ours {ours}, SciPy {theirs}")

    # An ablation is judged as an arm is, against the arm without the part.
    for judgement in results["judgements"] + results.get("ablations", []):
        tested, ours = [], []
        for effect in judgement["effects"]:
            where = (judgement["arm"], effect["baseline"], effect["shift"], effect["metric"])
            rows = list(pairs(cells, names, *where))
            by_seed = defaultdict(list)
            for seed, _, _, found in rows:
                by_seed[seed].append(found)
            # Summed in order, as ours are: another order makes and breaks ties.
            means = [sum(found) / len(found) for _, found in sorted(by_seed.items())]
            compare("median", effect["median"], np.median([row[3] for row in rows]) if rows else None, where)
            some = any(mean != 0 for mean in means)
            p = stats.wilcoxon(means, correction=False).pvalue if some else None
            compare("wilcoxon", effect["p"], p, where, 1e-6)
            if rows:
                own, base = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
                base = np.sort(base)
                below, not_above = (np.searchsorted(base, own, side) for side in ("left", "right"))
                delta = (below - (len(base) - not_above)).sum() / (len(own) * len(base))
                compare("cliff", effect["cliffs_delta"], delta, where)
            if effect["role"] == "primary" and p is not None:
                tested.append(p)
                ours.append(effect["p_holm"])
            if effect["interval"] and intervals < CHECKED_INTERVALS and checked % 7 == 0:
                low, high = bca([np.array(found) for _, found in sorted(by_seed.items())], checked)
                width = max(high - low, 1e-12)
                gap = max(abs(effect["interval"]["low"] - low), abs(effect["interval"]["high"] - high)) / width
                worst["interval, in widths"] = max(worst["interval, in widths"], gap)
                intervals += 1
                if gap > 0.25:
                    faults.append(f"interval {where}: ours {effect['interval']}, SciPy [{low}, {high}]")
            checked += 1
        for own, theirs in zip(ours, holm(np.array(tested))):
            compare("holm", own, theirs, judgement["arm"], 1e-6)

    print(f"{checked} effects and {intervals} intervals of {len(cells)} cells")
    for what, gap in sorted(worst.items()):
        print(f"  {what}: largest difference {gap:.2e}")
    for fault in faults[:20]:
        print("FAULT", fault)
    print("all agree" if not faults else f"{len(faults)} do not agree")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
