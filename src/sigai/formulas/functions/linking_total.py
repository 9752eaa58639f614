"""`linking_total(incentives.granted, by: project_id, state: paid)`: a field summed over the records that link here."""

from __future__ import annotations

from sigai.formulas.functions.linkages import link_function

FUNCTION = link_function(
    "linking_total", "linking_total(incentives.granted, by: project_id, state: paid)", of_field=True
)
