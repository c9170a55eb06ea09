#!/usr/bin/env python3
"""Measures detente beside `wc -w` and `cat` in one run, and writes docs/PERFORMANCE.md. `just bench` builds what is measured and calls this.

Every figure that is compared is the processor time (or the wall-clock time, where two threads are meant) of a program of its own, over the same files, warm, the best of several runs; so the ratios hold on
a machine of another speed, and the table says on which it was made. Standard library only; VADER is measured where Python has `vaderSentiment`.
"""
import csv, json, os, platform, re, shutil, subprocess, sys, tempfile, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
DETENTE = os.path.join(ROOT, "target/release/detente")
ARTICLES = os.path.join(ROOT, "target/release/examples/articles")
SHARED = os.environ.get("SHARED", os.path.join(ROOT, "../shared"))
# Megabytes of the main table, of the series, and of the one large run; `just bench` gives none.
MAIN, SERIES, LARGE = 20, [1, 10, 100], int(os.environ.get("LARGE", "1000"))


class Cost:
    """Wall-clock and processor seconds, and megabytes at the most, of one program."""

    def __init__(self, wall, cpu, peak):
        self.wall, self.cpu, self.peak = wall, cpu, peak


def once(command, out=subprocess.DEVNULL, err=subprocess.DEVNULL):
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=out, stderr=err, env=dict(os.environ, LC_ALL="C.UTF-8"))
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        sys.exit(f"{command[0]} ended with {child.returncode}: {' '.join(command[:6])}")
    return Cost(time.perf_counter() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def best(command, times=3):
    """The cheapest of several: what other programs take away only ever adds."""
    costs = [once(command) for _ in range(times)]
    return Cost(min(c.wall for c in costs), min(c.cpu for c in costs), max(c.peak for c in costs))


def files_of(folder):
    return sorted(os.path.join(path, name) for path, _, names in os.walk(folder) for name in names if name.endswith(".txt"))


def total(files):
    return sum(os.path.getsize(file) for file in files)


def made(folder, megabytes):
    target = os.path.join(folder, f"{megabytes}")
    once([ARTICLES, str(megabytes * 1_000_000), target])
    return target


def listed(folder, files):
    """The names of the files, for `wc`: too many for a command line."""
    path = folder.rstrip("/") + ".list"
    with open(path, "wb") as out:
        out.write(b"\0".join(file.encode() for file in files))
    return path


def study(folder, articles, scorer="blend"):
    path = os.path.join(folder, f"{os.path.basename(articles)}-{scorer}.toml")
    with open(path, "w") as out:
        out.write(f'[study]\nname = "bench"\narticles = ["{articles}"]\n[rating]\nscorer = "{scorer}"\n')
    return path


def run(folder, articles, threads):
    """A whole run, and the seconds of each of its stages."""
    out = os.path.join(folder, "results")
    with tempfile.TemporaryFile("w+") as told:
        cost = once([DETENTE, "run", study(folder, articles), "--out", out, "--threads", str(threads), "--timings"], err=told)
        told.seek(0)
        stages = dict((name.strip(), float(seconds)) for name, seconds in re.findall(r"^(.*?)\s+([0-9.]+) s$", told.read(), re.M))
    shutil.rmtree(out)
    return cost, stages


def statements_a_kilobyte(folder, source, size):
    out = os.path.join(folder, "density.jsonl")
    once([DETENTE, "extract", "--quiet", source, "-o", out])
    with open(out) as lines:
        return sum(1 for _ in lines) / (size / 1000)


def rating(folder):
    """Statements a second of processor time, by lexicon and by blend; what reading and writing the table takes is in it, what starting takes is not."""
    table, tiny = os.path.join(folder, "statements.csv"), os.path.join(folder, "one.csv")
    with open(os.path.join(ROOT, "models/training/statements.csv"), newline="") as rows:
        rows = [(row["text"], row["cue"]) for row in csv.DictReader(rows)]
    for path, times in ((table, 14), (tiny, 0)):
        with open(path, "w", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(["text", "cue"])
            writer.writerows(rows * times or rows[:1])
    command = [DETENTE, "score", "--text", "text", "--cue", "cue", "-o", os.path.join(folder, "scored.csv")]
    start = best(command + [tiny]).cpu
    return len(rows) * 14 / max(best(command + [table]).cpu - start, 1e-6), rows


def vader(rows):
    try:
        from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer
    except ImportError:
        return None
    analyzer = SentimentIntensityAnalyzer()
    began = time.process_time()
    for text, _ in rows[:2000]:
        analyzer.polarity_scores(text)
    return 2000 / (time.process_time() - began)


def instructions(command, folder):
    """Instructions of a program, by valgrind: unlike time the same on a machine that does other things too."""
    told = subprocess.run(["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/callgrind.out"] + command, capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8", RAYON_NUM_THREADS="1"))
    found = re.search(r"refs:\s*([0-9,]+)", told.stderr)
    if told.returncode != 0 or not found:
        sys.exit(f"valgrind of {command[0]} ended with {told.returncode}: {told.stderr[-500:]}")
    return int(found[1].replace(",", ""))


def counted_instructions(folder):
    """A table of instructions a byte: of a large body of articles less those of a small one, so that starting is not in them."""
    if not shutil.which("valgrind"):
        return []
    small, large = made(folder, 1), made(folder, 3)
    bytes_between = total(files_of(large)) - total(files_of(small))
    costs = {}
    for articles in (small, large):
        names = listed(articles, files_of(articles))
        for name, command in (
            ("`wc -w`", ["wc", "-w", f"--files0-from={names}"]),
            ("`detente extract`", [DETENTE, "extract", "--quiet", "--threads", "1", articles, "-o", os.path.join(folder, "counted.jsonl")]),
        ):
            costs.setdefault(name, []).append(instructions(command, folder))
        shutil.rmtree(articles)
    words = (costs["`wc -w`"][1] - costs["`wc -w`"][0]) / bytes_between
    lines = ["## Instructions a byte of article, one thread\n", "By valgrind, which makes them the same on any machine of this kind, busy or not; starting is not in them.\n"]
    lines += ["| program | instructions a byte | times `wc -w` |", "| --- | --- | --- |"]
    for name, (less, more) in costs.items():
        a_byte = (more - less) / bytes_between
        lines.append(f"| {name} | {a_byte:,.0f} | {a_byte / words:.1f} |")
    return lines + [""]


def main():
    os.makedirs(os.path.join(ROOT, "docs"), exist_ok=True)
    folder = tempfile.mkdtemp(prefix="detente-bench-")
    try:
        with open(os.path.join(ROOT, "docs/PERFORMANCE.md"), "w") as out:
            out.write(page(folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def page(folder):
    lines = []
    say = lines.append
    articles = made(folder, MAIN)
    files = files_of(articles)
    size = total(files)
    names = listed(articles, files)
    counted = int(subprocess.run(["wc", "-w", f"--files0-from={names}"], capture_output=True, text=True, env=dict(os.environ, LC_ALL="C.UTF-8")).stdout.split()[-2])
    wc = best(["wc", "-w", f"--files0-from={names}"], 5)
    cat = best(["sh", "-c", f"xargs -0 cat < {names} > /dev/null"], 5)
    extract = {n: best([DETENTE, "extract", "--quiet", "--threads", str(n), articles, "-o", os.path.join(folder, "x.jsonl")]) for n in (1, 2)}
    runs = {n: run(folder, articles, n) for n in (1, 2)}
    speed, rows = rating(folder)
    python = vader(rows)

    say("# Performance\n")
    say("Made by `just bench` (`benches/performance.py`): do not edit. Articles are generated (`benches/generator`), the same on every machine; each figure is a program of its own over the same files,")
    say("warm, the best of several. What counts are the ratios to `LC_ALL=C.UTF-8 wc -w`.\n")
    if os.getloadavg()[0] > 1:
        say(f"The machine had other work at the time (load average {os.getloadavg()[0]:.0f}): read the processor seconds and the instructions, not the seconds of the clock.\n")
    say(f"Made on {platform.machine()} with {os.cpu_count()} cores; detente {subprocess.run([DETENTE, '--version'], capture_output=True, text=True).stdout.split()[-1]}.\n")
    say(f"## {MAIN} MB: {len(files):,} articles, {counted:,} words\n")
    say("| program | seconds | times `wc -w` | processor seconds | times `wc -w` | MB/s | million words/s | MB of memory |")
    say("| --- | --- | --- | --- | --- | --- | --- | --- |")

    def row(name, cost):
        wall, cpu, peak = cost.wall, cost.cpu, cost.peak
        spent = "| |" if cpu is None else f"| {cpu:.2f} | {cpu / wc.cpu:.1f}"
        say(f"| {name} | {wall:.2f} | {wall / wc.wall:.1f} {spent} | {size / 1e6 / wall:,.1f} | {counted / 1e6 / wall:,.2f} | {'' if peak is None else f'{peak:,.0f}'} |")

    row("`wc -w`", wc)
    row("`cat` to nowhere", Cost(max(cat.wall, 1e-3), cat.cpu, cat.peak))
    for n in (1, 2):
        row(f"`detente extract`, {n} thread{'s' * (n > 1)}", extract[n])
    for n in (1, 2):
        cost, stages = runs[n]
        row(f"`detente run`, {n} thread{'s' * (n > 1)}, all of it", cost)
        for name, seconds in stages.items():
            row(f"&nbsp;&nbsp;… {name}", Cost(max(seconds, 1e-3), None, None))
    one, two = (runs[n][1].get("reading and rating", runs[n][0].wall) for n in (1, 2))
    say(f"\nFrom one thread to two, reading, finding and rating become {one / two:.2f} times as fast, extraction {extract[1].wall / extract[2].wall:.2f} times, a whole run {runs[1][0].wall / runs[2][0].wall:.2f} times.\n")
    say("Rating alone: " + f"{speed / 1e6:.2f} million statements a second of one core by lexicon and model, CSV to CSV" + (f"; VADER in Python {python:,.0f}." if python else "; VADER is not installed here.") + "\n")
    start = best([DETENTE, "explain", "We will not attack anyone."], 5)
    say(f"Starting, with all lexicons and the model compiled, takes {start.cpu * 1000:.0f} ms (`detente explain` of one sentence).\n")

    polnear = os.path.join(SHARED, "polnear/train.jsonl")
    if os.path.exists(polnear):
        with open(polnear) as given:
            bytes_of = sum(len(json.loads(line)["text"].encode()) for line in given)
        real, ours = statements_a_kilobyte(folder, polnear, bytes_of), statements_a_kilobyte(folder, articles, size)
        say(f"Statements a kilobyte: {ours:.2f} in the generated articles, {real:.2f} in PolNeAR's training articles.\n")

    for line in counted_instructions(folder):
        say(line)
    say("## From small to large, `detente run`, two threads\n")
    say("| MB | seconds | seconds a MB | reading and rating, seconds a MB | MB of memory |")
    say("| --- | --- | --- | --- | --- |")
    shutil.rmtree(articles)
    for megabytes in SERIES + ([LARGE] if LARGE else []):
        corpus = made(folder, megabytes)
        cost, stages = run(folder, corpus, 2)
        say(f"| {megabytes:,} | {cost.wall:.1f} | {cost.wall / megabytes:.3f} | {stages.get('reading and rating', 0) / megabytes:.3f} | {cost.peak:,.0f} |")
        shutil.rmtree(corpus)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
