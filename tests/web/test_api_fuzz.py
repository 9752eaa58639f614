"""Schemathesis over the whole API, in this process: no 5xx, and every answer as the document says it.

`SIGAI_FUZZ_EXAMPLES` asks for more than the few of every test run (`make fuzz-api`).
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import requests
import schemathesis
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.transport import Response
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api_cases import CASES
from api_cases.bulletins import published
from api_cases.instructions import instructed
from api_cases.records import with_document
from api_cases.reporting import PERIOD, submitted
from helpers_api import ROOT, Program, document
from helpers_web import OURS, person
from sigai_web.dashboards.models import Instruction
from sigai_web.permissions import Role
from sigai_web.runs.models import Bulletin, Run
from sigai_web.store.models import CurrentRecord

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EXAMPLES = int(os.environ.get("SIGAI_FUZZ_EXAMPLES", "6"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
MODES = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])


@pytest.fixture
def lived_in(filled: None, settings: Any) -> dict[str, Any]:
    """A system in which everything has happened once; what addresses may name in it."""
    settings.SIGAI_API_RATE = 10**9
    submitted()
    with_document()
    instructed()
    published()
    record = CurrentRecord.objects.get(number="R1")
    return {
        "run": Run.objects.latest("pk").pk,
        "bulletin": Bulletin.objects.get().pk,
        "instruction": Instruction.objects.get().pk,
        "record": record.pk,
        "document": record.record.attachments.get().pk,
        "target": "T",
        "indicator": "out",
        "area": "1",
        "number": 1,
        "entity": OURS,
        "measure": "power",
        "period": PERIOD,
        "form": "monthly",
        "reporter": OURS,
        "ledger": "titles",
    }


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ENTERPRISE_REPORTER])
def test_no_request_makes_it_fail(role: Role, lived_in: dict[str, Any]) -> None:
    program = Program(person(role))
    schema = schemathesis.openapi.from_dict(document())
    sent = {name: fuzz(program, schema.find_operation_by_id(name), lived_in) for name in CASES}
    assert all(sent.values()), sent


def fuzz(program: Program, operation: Any, known: dict[str, Any]) -> int:
    """Send what fits the document and what does not, to addresses that name something and to any other; how many
    requests were sent and answered as the document says."""
    strategies = {mode: operation.as_strategy(generation_mode=mode) for mode in GenerationMode}
    answered: list[Any] = []

    @seed(20260101)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.data(), MODES, st.booleans())
    def ask(data: st.DataObject, mode: GenerationMode, real: bool) -> None:
        case = data.draw(strategies[mode])
        if real:
            for parameter in case.path_parameters:
                case.path_parameters[parameter] = known.get(parameter, case.path_parameters[parameter])
        with transaction.atomic():
            case.validate_response(answer(program, case), checks=CHECKS)
            transaction.set_rollback(True)
        answered.append(case)

    ask()
    return len(answered)


def answer(program: Program, case: Any) -> Response:
    """The case sent through Django's own client, which knows the test's transaction; the answer as schemathesis reads
    it."""
    sent = requests.Request(**case.as_transport_kwargs(base_url="http://testserver")).prepare()
    path = str(sent.path_url).removeprefix(ROOT)
    body = sent.body.encode() if isinstance(sent.body, str) else sent.body or b""
    headers = {str(key).lower(): str(value) for key, value in sent.headers.items()}
    kind = headers.pop("content-type", "")
    headers.pop("content-length", None)
    headers.pop("authorization", None)
    headers.pop("accept-encoding", None)  # what packs an answer has a test of its own
    response = program.ask(str(sent.method), path, body, kind=kind, **headers)
    content = b"" if response.streaming else response.content
    named = {key.lower(): [value] for key, value in response.items()}
    return Response(response.status_code, named, content, sent, 0.1, verify=False)
