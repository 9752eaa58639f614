"""What carries over from clause to clause: time, 每年, 累计, verb, subject, the object counted last."""

from __future__ import annotations

from dataclasses import dataclass, field

from sigai.compiling.model import WhyLeftOut
from sigai.compiling.times import Calendar, Time


@dataclass(slots=True)
class Context:
    """The state of reading one paragraph. What a sentence says of itself ends with it; times last to its end.

    `ahead` are the times that the clause before lists (到2024年、2025年，…分别达到). `left_out` are the numbers that
    were read and are no targets: where each begins and ends, and why.
    """

    calendar: Calendar
    section: Time | None = None
    past_section: bool = False
    time: Time | None = None
    every: bool = False
    cumulative: bool = False
    soft: bool = False
    past_words: bool = False
    verb: str = ""
    predicate: str = ""
    subject: str = ""
    counted: str = ""
    latest: str = ""
    topic: str = ""
    scope: str = ""
    amount: str = ""
    based: bool = False
    ahead: tuple[Time, ...] = ()
    left_out: list[tuple[int, int, WhyLeftOut]] = field(default_factory=list)

    def new_sentence(self) -> None:
        """Forgets what one sentence says of itself."""
        self.every = self.cumulative = self.soft = self.past_words = self.based = False
        self.verb = self.predicate = self.amount = ""

    def at(self, time: Time) -> None:
        """Takes a time that the text states: what was said of the time before no longer holds."""
        settled = self.calendar.settle(time)
        if settled.past and self.time is not None and self.time.until and not self.time.past:
            return  # 2027年底前，2000年底前建成的…: a past year behind the goal's is part of a name
        if self.time is None or (settled.first, settled.last) != (self.time.first, self.time.last):
            self.every = self.cumulative = False
            self.verb = self.predicate = ""
        self.time = settled

    @property
    def when(self) -> Time | None:
        """The time in force: stated in the paragraph, else in its section."""
        return self.time or self.section

    def told(self, time: Time | None) -> bool:
        """Whether a statement with this time of its own tells what was: 全年 in a review is last year."""
        if time is None or (self.past_section and time.relative):
            return self.past
        return self.past and self.calendar.settle(time).past

    @property
    def past(self) -> bool:
        """Whether the text tells what was, not what shall be."""
        if self.time is not None and not (self.past_section and self.time.relative):
            return self.time.past or (self.past_words and not self.time.until)
        return self.past_words or self.past_section
