"""How long the command line takes to start: median CPU time of whole processes, beside what is allowed.

python benchmarks/startup.py [runs]
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys

BUDGET_S = {"--version": 0.15, "--help": 0.30, "query list": 0.30}


def cpu_s(words: str) -> float:
    """User and system time of one process, in seconds; the most a wall clock could not tell on a busy machine."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "dipkb", *words.split()], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)


def main() -> int:
    """Print the table; 1 when a command is over its budget."""
    runs, late = int(sys.argv[1]) if len(sys.argv) > 1 else 11, 0
    print(f"{'command':<20}{'median CPU s':>14}{'budget':>10}   ({runs} runs, Python {sys.version.split()[0]})")
    for words, budget in BUDGET_S.items():
        cpu_s(words)
        median = statistics.median(cpu_s(words) for _ in range(runs))
        late += median > budget
        print(f"dipkb {words:<14}{median:>14.3f}{budget:>10.2f}{'   over' if median > budget else ''}")
    return 1 if late else 0


if __name__ == "__main__":
    sys.exit(main())
