"""Invented reserves of any size, for benches and tests: the same from the same seed."""

from __future__ import annotations

import numpy as np

from sigai.portfolio.reserve import Budget, Candidate, Effect, Need, Reserve, TargetGap

FIRST = 2023


def invented_reserve(
    projects: int, budgets: int, years: int, *, targets: int = 20, tight: float = 0.15, seed: int = 1
) -> Reserve:
    """A reserve of projects of very different sizes, each in half of the budgets for one or two years, to begin in one
    of one to three years, for three targets; one in ten needs another, one in twenty excludes one. `tight`: the share
    of all that they need that the budgets hold; the gaps are a third of all that they bring."""
    rng = np.random.default_rng(seed)
    ids = [f"p{at:04}" for at in range(projects)]
    last = FIRST + years - 1
    candidates, needs, effects = [], [], []
    for at, name in enumerate(ids):
        first = FIRST + int(rng.integers(0, min(2, years)))
        after = (ids[int(rng.integers(0, at))],) if at and rng.random() < 0.1 else ()
        other = ids[int(rng.integers(0, projects))]
        excludes = (other,) if rng.random() < 0.05 and other not in (name, *after) else ()
        area = f"county-{at % 5}"
        candidates.append(Candidate(name, name, area, tuple(range(first, last + 1)), after, excludes))
        size = float(rng.lognormal(0, 0.8))
        for budget in np.flatnonzero(rng.random(budgets) < 0.5).tolist():
            for offset in range(int(rng.integers(1, 3))):
                needs.append(Need(name, f"b{budget}", offset, size * float(rng.lognormal(0, 0.5))))
        for target in rng.choice(targets, min(3, targets), replace=False).tolist():
            amount = size * float(rng.lognormal(0, 0.5))
            effects.append(Effect(name, f"t{target}", 1, amount, float(rng.choice([0.5, 0.8, 1.0]))))
    needed = {f"b{at}": 0.0 for at in range(budgets)}
    for need in needs:
        needed[need.budget] += need.amount
    brought = {f"t{at}": 0.0 for at in range(targets)}
    for effect in effects:
        brought[effect.target] += effect.counted
    # Beyond the last year budgets go on as they were: a project that begins late is paid then, too.
    each_year = range(FIRST, last + 2)
    return Reserve(
        tuple(candidates),
        tuple(needs),
        tuple(effects),
        tuple(Budget(name, "万元", dict.fromkeys(each_year, tight * whole / years)) for name, whole in needed.items()),
        tuple(
            TargetGap(name, "", whole / 3, last + 1, weight=1.0 + at % 3)
            for at, (name, whole) in enumerate(brought.items())
            if whole
        ),
    )
