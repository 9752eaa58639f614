"""`sigai rules` on a run: whom it finds by name, and what it says of those whom it does not."""

from __future__ import annotations

from pathlib import Path

import pytest

from helpers_programme import small_content, text, write_programme
from helpers_runs import Terminal, credit_code, write_data
from sigai.cli.console import Exit


def ruled_run(sigai: Terminal, folder: Path) -> Path:
    """A run of a programme with a rule about enterprises, two of which share a name, and one about counties."""
    content, data, out = small_content(), write_data(folder / "d"), folder / "run"
    content["rules"] = [
        {
            "id": f"of_{kind}",
            "name": text(kind),
            "about": kind,
            "editions": [
                {
                    "start": "2020",
                    "source": {"title": "invented"},
                    "steps": [{"id": "said", "name": text("said"), "condition": condition}],
                }
            ],
        }
        for kind, condition in (("enterprise", "output > 1 万元"), ("county", "id = none"))
    ]
    rows = (data / "entities.csv").read_text(encoding="utf-8")
    (data / "entities.csv").write_text(f"{rows}{credit_code(3)},企业2,enterprise,11,C2613\n", encoding="utf-8")
    programme = write_programme(folder / "p", content)
    checked = sigai("check", programme)
    assert checked.code == Exit.GOOD
    assert "1 ledgers, 2 rules" in checked.out
    assert sigai("run", programme, "--data", data, "--as-of", "2022-09", "--out", out).code == Exit.GOOD
    return out


def test_one_entity_is_found_by_id_or_by_a_name_of_its_own(sigai: Terminal, tmp_path: Path) -> None:
    out = ruled_run(sigai, tmp_path)
    for given in ("企业1", credit_code(1), credit_code(3)):
        assert sigai("rules", "explain", out, "of_enterprise", given).code == Exit.GOOD
    several = sigai("rules", "explain", out, "of_enterprise", "企业2")
    assert several.code == Exit.MISUSE
    assert credit_code(2) in several.err and credit_code(3) in several.err
    nobody = sigai("rules", "explain", out, "of_enterprise", "企业9")
    assert nobody.code == Exit.MISUSE
    assert "企业1" in nobody.err


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_area_is_explained_by_its_code(sigai: Terminal, tmp_path: Path, lang: str) -> None:
    said = sigai("rules", "explain", ruled_run(sigai, tmp_path), "of_county", "11", lang=lang)
    assert said.code == Exit.GOOD
    assert "11" in said.out
