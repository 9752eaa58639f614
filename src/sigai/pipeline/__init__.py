"""A run: the only place that knows the order of the stages."""

from sigai.pipeline.calculating import Calculation, Changed, calculate, get_ready, recalculate
from sigai.pipeline.comparing import rivals
from sigai.pipeline.explaining import explain
from sigai.pipeline.intake import Taken, Watch, take_in
from sigai.pipeline.months import seen_from
from sigai.pipeline.opening import RunFolder, has_present_tables, open_run
from sigai.pipeline.plan_quotes import plan_sentences
from sigai.pipeline.remarking import remarks_on
from sigai.pipeline.run_store import keep_content
from sigai.pipeline.running import Outcome, finish, run_programme, sound_programme, sound_scenarios
from sigai.pipeline.stages import stage_names
from sigai.pipeline.writing import keep_run, write_run
from sigai.programme.loading import content_digest

__all__ = [
    "Calculation",
    "Changed",
    "Outcome",
    "RunFolder",
    "Taken",
    "Watch",
    "calculate",
    "content_digest",
    "explain",
    "finish",
    "get_ready",
    "has_present_tables",
    "keep_content",
    "keep_run",
    "open_run",
    "plan_sentences",
    "recalculate",
    "remarks_on",
    "rivals",
    "run_programme",
    "seen_from",
    "sound_programme",
    "sound_scenarios",
    "stage_names",
    "take_in",
    "write_run",
]
