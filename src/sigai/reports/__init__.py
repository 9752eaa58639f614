"""A finished run → page, bulletin, terminal tables, explanation, charts; never computes."""

from sigai.programme.in_force import method_or_none
from sigai.reports.authorship import program_of, this_program
from sigai.reports.bulletin import (
    BulletinIssue,
    DraftedBlock,
    bulletin_kinds,
    bulletin_title,
    check_words,
    draft_bulletin,
    revision_words,
    standard_file,
    write_bulletin,
)
from sigai.reports.certainty import (
    basis_words,
    coverage_words,
    effect_words,
    estimate_facts,
    interval_words,
    open_facts,
    open_name,
    verdict_month,
)
from sigai.reports.charts import (
    PAGE_CONFIG,
    ROW_COLUMNS,
    area_rows,
    area_spec,
    trajectory_rows,
    trajectory_spec,
    verdict_rows,
    verdict_spec,
)
from sigai.reports.charts_script import chart_library
from sigai.reports.circular.checking import CheckedNumber
from sigai.reports.circular.comparing import changed_lines
from sigai.reports.circular.marking import marks_of, origin_words
from sigai.reports.circular.problems import number_issue
from sigai.reports.circular.standard import STANDARD_KINDS
from sigai.reports.circular.templates import template_issues
from sigai.reports.comparison import Comparison, comparison_table
from sigai.reports.explanation import Explanation, explanation_text
from sigai.reports.finished import FinishedRun
from sigai.reports.moves import CAUSES, MOVES, MOVES_RULE, Move, MoveCause, MoveKind, moves
from sigai.reports.one_sentence import headline
from sigai.reports.outlook_words import needed_words, shortfall_words
from sigai.reports.page import render_html, way_positions, write_html
from sigai.reports.places import place_text
from sigai.reports.portfolio_text import portfolio_lines, portfolio_record
from sigai.reports.rule_texts import rules_text, told_text, what_if_text
from sigai.reports.signs import SIGNS
from sigai.reports.standings import Standings, TargetStatus, units_of
from sigai.reports.tables import progress_table
from sigai.reports.trends import PACES, TrendMonth, trend
from sigai.reports.view import Counts, Miss, TargetStatusGroup, UnitDuties, View, trouble
from sigai.reports.words import (
    NO_FIGURE,
    STATUS,
    VERDICT,
    chance,
    comparator_word,
    counts_things,
    deadline_word,
    figure,
    goal,
    goal_number,
    kind_word,
    number,
    period_word,
    reason_word,
    share,
    stage_word,
    trajectory_word,
    value_state_word,
)

__all__ = [
    "CAUSES",
    "MOVES",
    "MOVES_RULE",
    "NO_FIGURE",
    "PACES",
    "PAGE_CONFIG",
    "ROW_COLUMNS",
    "SIGNS",
    "STANDARD_KINDS",
    "STATUS",
    "VERDICT",
    "BulletinIssue",
    "CheckedNumber",
    "Comparison",
    "Counts",
    "DraftedBlock",
    "Explanation",
    "FinishedRun",
    "Miss",
    "Move",
    "MoveCause",
    "MoveKind",
    "Standings",
    "TargetStatus",
    "TargetStatusGroup",
    "TrendMonth",
    "UnitDuties",
    "View",
    "area_rows",
    "area_spec",
    "basis_words",
    "bulletin_kinds",
    "bulletin_title",
    "chance",
    "changed_lines",
    "chart_library",
    "check_words",
    "comparator_word",
    "comparison_table",
    "counts_things",
    "coverage_words",
    "deadline_word",
    "draft_bulletin",
    "effect_words",
    "estimate_facts",
    "explanation_text",
    "figure",
    "goal",
    "goal_number",
    "headline",
    "interval_words",
    "kind_word",
    "marks_of",
    "method_or_none",
    "moves",
    "needed_words",
    "number",
    "number_issue",
    "open_facts",
    "open_name",
    "origin_words",
    "period_word",
    "place_text",
    "portfolio_lines",
    "portfolio_record",
    "program_of",
    "progress_table",
    "reason_word",
    "render_html",
    "revision_words",
    "rules_text",
    "share",
    "shortfall_words",
    "stage_word",
    "standard_file",
    "template_issues",
    "this_program",
    "told_text",
    "trajectory_rows",
    "trajectory_spec",
    "trajectory_word",
    "trend",
    "trouble",
    "units_of",
    "value_state_word",
    "verdict_month",
    "verdict_rows",
    "verdict_spec",
    "way_positions",
    "what_if_text",
    "write_bulletin",
    "write_html",
]
