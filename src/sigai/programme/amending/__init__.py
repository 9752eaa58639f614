"""What people decide about content after it was written: single places of it, changed and worked in."""

from sigai.programme.amending.places import ContentPlace, item_name, place_words, plain, same_form
from sigai.programme.amending.problems import CONTENT_REPLACED
from sigai.programme.amending.working_in import Amendment, ContentFiles, decided_at, standing_amendments, work_in

__all__ = [
    "CONTENT_REPLACED",
    "Amendment",
    "ContentFiles",
    "ContentPlace",
    "decided_at",
    "item_name",
    "place_words",
    "plain",
    "same_form",
    "standing_amendments",
    "work_in",
]
