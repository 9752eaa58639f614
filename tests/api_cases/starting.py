"""Starting data."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from api_cases.case import OFFICE, Case
from helpers_starting import FILES, archive, sent
from sigai_web.starting.models import StartingBundle


def _upload() -> bytes:
    return encode_multipart(BOUNDARY, {"file": SimpleUploadedFile("a.zip", archive(FILES)), "reason": "历史数"})


def _decision() -> str:
    return f"/starting/{StartingBundle.objects.latest('pk').pk}/decision"


CASES: dict[str, Case] = {
    "list_starting_bundles": Case(OFFICE, "/starting", before=sent),
    "ask_starting_data": Case(OFFICE, "/starting", body=_upload, kind=MULTIPART_CONTENT, queries=24),
    "confirm_starting_data": Case(
        OFFICE,
        _decision,
        body={"grant": False, "comment": "?"},
        before=sent,
        missing="/starting/0/decision",
        queries=24,
    ),
}
