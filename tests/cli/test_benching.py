"""What a bench measured, as the terminal shows it: sections, lists of sections, lists of words."""

from __future__ import annotations

from sigai.cli import benching


def test_lists_of_words_and_of_sections_are_shown(monkeypatch, capsys):
    measured = {
        "tasks": {"found": 1250, "f1": 0.98765},
        "runs": [{"rows": 3}, {"rows": 4}],
        "missed": ["甲园区", "乙厂"],
    }
    monkeypatch.setattr(benching, "_compile", lambda generated: measured)
    assert benching.bench_command("compile", rows=0, asked=None, as_json=False) == 0
    assert [line.split() for line in capsys.readouterr().out.splitlines()] == [
        ["tasks"], ["found", "1,250"], ["f1", "0.9877"],
        ["runs"], ["rows", "3"], ["runs"], ["rows", "4"],
        ["missed", "甲园区"], ["missed", "乙厂"],
    ]  # fmt: skip
