"""Every formula and condition of a programme can be read: asked when content is loaded, so that none is passed over.

A step's condition that cannot be read would let every record through, an identity every figure.
"""

from __future__ import annotations

from sigai.base.issues import Issues
from sigai.formulas import read_condition, read_formula, read_identity
from sigai.programme.programme import Programme


def faults_of_form(programme: Programme) -> Issues:
    """What is wrong with the form of formulas, conditions and identities, each at its place."""
    issues = Issues()
    for indicator in programme.indicators:
        read_formula(indicator.formula, indicator.place_of("formula"), issues)
    for measure in programme.measures:
        if measure.owed_by:
            read_condition(measure.owed_by, measure.place_of("owed_by"), issues)
    for identity in programme.identities:
        read_identity(identity.condition, identity.place_of("condition"), issues)
    for ledger in programme.ledgers:
        for step in ledger.transitions:
            if step.condition:
                read_condition(step.condition, step.place_of("condition"), issues, about_record=True)
    return issues
