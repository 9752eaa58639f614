"""`linked(projects, by: project_id, state: building)`: how many records the field of a record links to."""

from __future__ import annotations

from sigai.formulas.functions.linkages import link_function

FUNCTION = link_function("linked", "linked(projects, by: project_id, state: [reserved, building])")
