"""What the programs that measure share: fresh processes, one core, CPU time, intervals.

The one rule to know: what is timed or weighed runs alone in a process of its own,
and its figures are the kernel's.
"""

import gzip
import json
import os
import random
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
# One thread; sets in one order, by which some libraries add up their figures; and compiled
# modules kept, as an installation keeps them, or each start would count their compiling.
FIXED = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONHASHSEED": "0"}
FIXED |= {"PYTHONDONTWRITEBYTECODE": ""}
DRAWS = 2000  # of the bootstrap
A_LOOK = 0.1  # seconds between two looks at the memory of many processes
# A child inherits the peak memory of the process that starts it: a small one stands between.
BETWEEN = """
import json, resource, subprocess, sys, time
started = time.perf_counter()
code = subprocess.run(sys.argv[1:]).returncode
wall = time.perf_counter() - started
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, wall]), file=sys.stderr)
sys.exit(abs(code))
"""

T = TypeVar("T")


class Ran(NamedTuple):
    """What a process ended with, printed and used; a signal counts as its number."""

    code: int
    printed: str
    seconds: float  # of CPU, user and system
    peak: float  # MB, the largest resident size
    wall: float  # seconds from start to end


def settle() -> None:
    """Start the program again with one thread and fixed sets where need be, and keep to one core.

    What it starts inherits all of it.
    """
    if any(os.environ.get(name) != value for name, value in FIXED.items()):
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | FIXED)  # noqa: S606
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def run(command: Sequence[str], text: str = "", accepted: Sequence[int] = (0,)) -> Ran:
    """Give the text to a command; end the program where its exit code is not accepted."""
    apart = [sys.executable, "-c", BETWEEN, *command]
    done = subprocess.run(apart, cwd=ROOT, input=text, capture_output=True, encoding="utf-8")
    if done.returncode not in accepted:
        sys.exit(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return Ran(done.returncode, done.stdout, *json.loads(done.stderr.splitlines()[-1]))


def weigh_children(found: list[float], ended: threading.Event) -> None:
    """Note the memory of all processes below this one, again and again, until the end."""
    while not ended.wait(A_LOOK):
        parents = {}
        for file in Path("/proc").glob("[0-9]*/stat"):
            with suppress(OSError):
                parents[int(file.parent.name)] = int(file.read_text().rpartition(")")[2].split()[1])
        found.append(sum(map(weigh, below(os.getpid(), parents))))


def below(pid: int, parents: Mapping[int, int]) -> Iterator[int]:
    for child, parent in parents.items():
        if parent == pid:
            yield child
            yield from below(child, parents)


def weigh(pid: int) -> float:
    """Return the MB of a process, of shared memory its part; 0 where it has ended."""
    with suppress(OSError):
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        return sum(int(size) for size in re.findall(r"^Pss: +(\d+)", rollup, re.MULTILINE)) / 1024
    return 0.0


def interval(figures: Sequence[T], figure: Callable[[list[T]], float]) -> tuple[float, float]:
    """Return the 95 % percentile bootstrap interval of what ``figure`` makes of the figures."""
    draw, count = random.Random(1), len(figures)
    drawn = sorted(figure([figures[draw.randrange(count)] for _ in figures]) for _ in range(DRAWS))
    return drawn[int(0.025 * DRAWS)], drawn[int(0.975 * DRAWS)]


def read_rows(path: Path) -> list[Any]:
    """Return the objects of a JSONL file, packed or not."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def read_sets(folder: Path) -> dict[str, list[Any]]:
    """Return the rows of every JSONL file in the folder by the file's name, in its order."""
    found = sorted(folder.glob("*.jsonl*"))
    if not found:
        program = Path(sys.argv[0]).name
        sys.exit(f"{program}: {folder}: no *.jsonl or *.jsonl.gz in it (see --data)")
    return {path.name.partition(".")[0]: read_rows(path) for path in found}


def new_figure(size: tuple[float, float]) -> Any:
    """Return an empty figure of so many inches, in the manner of all plots in docs/."""
    import matplotlib.figure

    matplotlib.rcParams.update({"svg.hashsalt": "digest", "font.size": 9, "axes.titlesize": 9})
    matplotlib.rcParams.update({"axes.spines.top": False, "axes.spines.right": False})
    return matplotlib.figure.Figure(figsize=size, layout="constrained")


def save_figure(figure: Any, path: Path) -> None:
    """Write the figure as SVG, the same bytes for the same figures."""
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
