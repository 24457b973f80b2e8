"""Commands measured in rounds: all of them once, then all of them again.

So the quiet and the busy hours of a machine fall on all alike.
"""

from __future__ import annotations

import math
import statistics
import sys
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.commands import Ran, Slow, Tally, run, tally


@dataclass(frozen=True, kw_only=True)
class Step:
    """A command that is measured: what makes it ready, what it writes, what must be true then.

    A peer's failure is reported; one of this project's ends the benchmark.
    """

    key: str
    command: Sequence[str]
    folder: Path
    prepare: Callable[[], object] = lambda: None
    output: Path | None = None
    cache: Path | None = None
    holds: Callable[[], bool] = lambda: True
    accepted: Collection[int] = (0,)
    peer: bool = False
    patience: float = math.inf
    limit: float | None = None


@dataclass
class Outcome:
    """The runs of a step, what it wrote and cached, why there are no runs where there are none."""

    runs: list[Ran] = field(default_factory=list)
    output: Tally | None = None
    cache: Tally | None = None
    note: str = ""

    @property
    def seconds(self) -> float:
        """The median."""
        return statistics.median(one.seconds for one in self.runs)

    @property
    def work(self) -> float:
        """The median of the processor's seconds."""
        return statistics.median(one.work for one in self.runs)

    @property
    def peak(self) -> float:
        """The most memory of all runs, because a limit holds for each."""
        return max(one.peak for one in self.runs)


Outcomes = dict[str, Outcome]


def rounds(steps: Sequence[Step], runs: int) -> Outcomes:
    """Run all steps in order, ``runs`` times over."""
    outcomes = {step.key: Outcome() for step in steps}
    for _ in range(runs):
        for step in steps:
            outcome = outcomes[step.key]
            slow = outcome.runs and outcome.runs[-1].seconds > step.patience
            if not (outcome.note or slow):
                once(step, outcome)
    return outcomes


def once(step: Step, outcome: Outcome) -> None:
    """Run a step and put down what it cost."""
    step.prepare()
    try:
        ran = run(step.command, step.folder, limit=step.limit, accepted=step.accepted)
    except Slow:
        outcome.note = f"未测：超过 {step.limit:.0f} 秒，停下了"
        return
    except (OSError, RuntimeError) as error:
        if not step.peer:
            raise
        last = str(error).strip().splitlines()[-1]
        outcome.note = f"未测：出错，{last[:80].replace('|', '/')}"
        return
    if not step.holds():
        raise RuntimeError(f"{step.key}: the output is not what it must be")
    outcome.runs.append(ran)
    if not outcome.runs[1:]:
        outcome.output = tally(step.output) if step.output is not None else None
        outcome.cache = tally(step.cache) if step.cache is not None else None
    told = f"{step.key}: {ran.seconds:.1f} s, CPU {ran.work:.1f} s, {ran.peak:.0f} MB"
    print(told, file=sys.stderr, flush=True)
