#!/usr/bin/env python3
"""Runs the model of model.toml in Mesa, radCAD, cadCAD and twin, one after the other on one core, and prints the ratios.

    python3 benches/compare/compare.py [--trimtab target/debug/trimtab] [--agents 500] [--days 60] [--keep DIR]

The three are installed with pip into a temporary environment, which is removed afterwards.
All three run the same Python code of model.py; their own schedulers call it. The figures at the end show that twin runs the same economy.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PEERS = ("plain", "mesa", "radcad", "cadcad")
# radCAD imports typing_extensions without asking for it.
PACKAGES = ("mesa", "radcad typing_extensions", "cadcad")


def main():
    args = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        python = environment(Path(args.keep or temporary))
        rows = [twin(args)] + [peer(python, name, args.agents, args.days) for name in PEERS]
        empty = [rows[0]] + [peer(python, name, 0, args.days) for name in PEERS]
    print(f"{args.agents} agents, {args.days} days, one core; an agent step is an agent's whole day\n")
    tell(rows, "agent steps/s", "steps_per_sec")
    print("\nthe same without agents; an hour is a step of two update blocks, crowd and chain\n")
    tell(empty, "hours/s", "hours_per_sec")
    if args.json:
        args.json.write_text(json.dumps({"agents": rows, "empty": empty}, indent=2))
    return 0 if all("error" not in row for row in rows + empty) else 1


def arguments():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trimtab", default=ROOT / "target/debug/trimtab", help="the binary (cargo build -p oracle)")
    parser.add_argument("--agents", type=int, default=500)
    parser.add_argument("--days", type=int, default=60)
    parser.add_argument("--keep", help="folder of a Python environment to make or to use again")
    parser.add_argument("--json", type=Path, help="write the rows to this file, too")
    return parser.parse_args()


def environment(folder):
    """Python of an environment that has Mesa, radCAD and cadCAD as far as they can be installed."""
    python = folder / "bin/python"
    if not python.exists():
        venv.create(folder, with_pip=True)
        print("installing Mesa, radCAD and cadCAD", file=sys.stderr)
        install = [python, "-m", "pip", "install", "--quiet"]
        # Together their needs are resolved; where that fails, each that can be had is had.
        if subprocess.run([*install, *" ".join(PACKAGES).split()], check=False).returncode != 0:
            for names in PACKAGES:
                subprocess.run([*install, *names.split()], check=False)
    return python


def peer(python, name, agents, days):
    """Speed and figures of one Python framework, in a process of its own."""
    command = [python, "-B", HERE / "peers.py", name, str(agents), str(days)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        return {"name": name, "error": (done.stderr.strip().splitlines() or ["no output"])[-1]}
    return json.loads(done.stdout.strip().splitlines()[-1])


def twin(args):
    """The same for twin, on one thread."""
    common = [HERE / "model.toml", "--agents", str(args.agents), "--days", str(args.days), "--threads", "1", "--json"]
    bench = json.loads(subprocess.run([args.trimtab, "twin", "bench", *common, "--runs", "20"], check=True, capture_output=True).stdout)
    runs = json.loads(subprocess.run([args.trimtab, "twin", "run", *common, "--runs", "20", "--all"], check=True, capture_output=True).stdout)["outcomes"]
    mean = lambda key: sum(run[key] for run in runs) / len(runs)
    figures = {"price": mean("price"), "staked share": mean("staked_share_end"), "minted": mean("minted"), "retention": mean("retention")}
    return {"name": "twin", "version": "", "steps_per_sec": bench["agent_steps_per_sec_per_core"],
            "hours_per_sec": bench["world_hours_per_sec_per_core"], "figures": figures}


def tell(rows, unit, key):
    ours = rows[0][key]
    print(f"{'':16} {unit:>14} {'twin is':>10}   figures at the end (mean of runs)")
    for row in rows:
        name = f"{row['name']} {row.get('version', '')}"
        if "error" in row:
            print(f"{name:16} not measured: {row['error']}")
            continue
        figures = ", ".join(f"{what} {value:.4g}" for what, value in row["figures"].items())
        print(f"{name:16} {row[key]:>14,.0f} {ours / row[key]:>9.1f}x   {figures if key == 'steps_per_sec' else ''}")


if __name__ == "__main__":
    sys.exit(main())
