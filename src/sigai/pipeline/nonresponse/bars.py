"""What must hold, and whether it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from sigai.pipeline.nonresponse.rivals import UNDISTURBED
from sigai.pipeline.nonresponse.shares import Share

_ASKED, _SITE = ("smooth", "rough"), "site"
_WRONG, _WRONG_BY_DESIGN, _BETTER = 0.02, 0.04, 0.002
_HELD = {"random-15": 1 / 3, "random-30": 1 / 2}
_POOLED, _EACH = (0.75, 0.85), (0.65, 0.95)
_OF_CARRIED = 0.5


@dataclass(frozen=True, slots=True)
class Bar:
    """One demand: `value` lies between `least` and `most`. `low`, `high`: its 95 % interval, where it is a share.

    undisturbed: what the value would be for somebody who knew every firm's figure before it was made rough.
    """

    set: str
    cell: str
    what: str
    value: float | None
    least: float | None
    most: float | None
    low: float | None = None
    high: float | None = None
    undisturbed: float | None = None

    @property
    def met(self) -> bool:
        """Whether the value keeps within its bounds; what could not be measured does not."""
        if self.value is None:
            return False
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self) | {"met": self.met}


def bars_of(sets: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[Bar]:
    """The bars of all sets and cells that were tried."""
    found: list[Bar] = []
    for name, cells in sets.items():
        for cell, summary in cells.items():
            if name in _ASKED:
                found += _of_cell(name, cell, summary)
            elif name == _SITE:
                found.append(_share(name, cell, "wrong", summary["wrong"], (None, 0.0)))
        if name in _ASKED:
            found.append(_pooled(name, cells))
    return found


def _of_cell(name: str, cell: str, summary: Mapping[str, Any]) -> Iterator[Bar]:
    if cell in _HELD:
        yield _share(name, cell, "wrong", summary["wrong"], (None, _WRONG))
        yield _share(name, cell, "held", summary["held"], (None, _HELD[cell]))
        yield _share(name, cell, "better", summary["better"], (None, _BETTER))
    elif not cell.startswith("random"):
        yield _share(name, cell, "wrong", summary["wrong"], (None, _WRONG_BY_DESIGN))
    yield _share(name, cell, "interval", summary["interval"], _EACH)
    if cell.startswith("random"):
        for what, errors in summary["errors"].items():
            ours, known = (_ratio(errors.get(way), errors["carried"]) for way in ("ours", UNDISTURBED))
            yield Bar(name, cell, f"error_of_{what}", ours, None, _OF_CARRIED, undisturbed=known)


def _ratio(error: float | None, carried: float | None) -> float | None:
    return error / carried if error is not None and carried else None


def _share(name: str, cell: str, what: str, share: Mapping[str, Any], bounds: tuple[float | None, float]) -> Bar:
    return Bar(name, cell, what, share["share"], *bounds, share["low"], share["high"])


def _pooled(name: str, cells: Mapping[str, Mapping[str, Any]]) -> Bar:
    """The intervals of all random cells together."""
    random = [summary["interval"] for cell, summary in cells.items() if cell.startswith("random")]
    pooled = Share(sum(each["hits"] for each in random), sum(each["of"] for each in random))
    return _share(name, "random", "interval", pooled.as_dict(), _POOLED)
