"""Rules as data: what published rules make of every entity, one step after the other."""

from sigai.rules.explaining import FigureTold, LinkedTold, RuleTold, StepTold, explain_rule
from sigai.rules.outcomes import ADVISED, DECIDED, UNDECIDED, outcomes, put_estimated
from sigai.rules.stage import RULES
from sigai.rules.what_if import ChangedOutcome, RuleWhatIf, what_if

__all__ = [
    "ADVISED",
    "DECIDED",
    "RULES",
    "UNDECIDED",
    "ChangedOutcome",
    "FigureTold",
    "LinkedTold",
    "RuleTold",
    "RuleWhatIf",
    "StepTold",
    "explain_rule",
    "outcomes",
    "put_estimated",
    "what_if",
]
