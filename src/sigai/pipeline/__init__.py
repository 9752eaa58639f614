"""A run: the only place that knows the order of the stages."""

from sigai.pipeline.calculating import Calculation, Changed, calculate, recalculate
from sigai.pipeline.comparing import rivals
from sigai.pipeline.explaining import effects_on, explain
from sigai.pipeline.folder import RunFolder, open_run
from sigai.pipeline.intake import Taken, Watch, take_in
from sigai.pipeline.keeping import (
    KeptResults,
    content_digest,
    has_present_tables,
    keep_content,
    keep_results,
    open_results,
)
from sigai.pipeline.lateness import late_keys
from sigai.pipeline.remarking import remarks_on
from sigai.pipeline.running import Outcome, run_programme, sound_programme
from sigai.pipeline.stating import plan_sentences
from sigai.pipeline.words import state_words, term_words
from sigai.pipeline.writing import write_run

__all__ = [
    "Calculation",
    "Changed",
    "KeptResults",
    "Outcome",
    "RunFolder",
    "Taken",
    "Watch",
    "calculate",
    "content_digest",
    "effects_on",
    "explain",
    "has_present_tables",
    "keep_content",
    "keep_results",
    "late_keys",
    "open_results",
    "open_run",
    "plan_sentences",
    "recalculate",
    "remarks_on",
    "rivals",
    "run_programme",
    "sound_programme",
    "state_words",
    "take_in",
    "term_words",
    "write_run",
]
