"""`sigai bench nonresponse`: what verdicts and totals are worth while figures are still missing.

Complete data are invented (`worlds`), some reporters are taken out as if they were late (`cells`), and what the stages
make of the rest is held against what they make of everything (`trial`), beside simpler ways of filling gaps (`rivals`).
"""

from sigai.pipeline.nonresponse.bench import SETS, TrialPlan, bench_nonresponse, quick_plan
from sigai.pipeline.nonresponse.cells import CELLS
from sigai.pipeline.nonresponse.rivals import RIVALS

__all__ = ["CELLS", "RIVALS", "SETS", "TrialPlan", "bench_nonresponse", "quick_plan"]
