"""What operators do by mistake is told in words and changes nothing: two starts at once, folders that are not there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from helpers_processes import Installation

Install = Callable[[str], Installation]


def test_set_up_at_once_is_set_up_once(install: Install) -> None:
    made = install("home")
    command = [sys.executable, "-m", "sigai_web", "setup"]
    running = [
        subprocess.Popen(command, env=made.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for _ in range(3)
    ]
    said = [process.communicate()[0] for process in running]
    codes = [process.returncode for process in running]
    assert 0 in codes
    assert set(codes) <= {0, 2}, said
    assert all("W044" in text for text, code in zip(said, codes, strict=True) if code)
    assert made.sigai("journal", "verify").returncode == 0


@pytest.mark.parametrize("place", ["none/1.tar.gz", "file/1.tar.gz"])
def test_a_backup_that_has_no_folder_is_told(installation: Installation, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("")
    refused = installation.run("backup", str(tmp_path / place))
    assert (refused.returncode, "W349" in refused.stderr, "Traceback" in refused.stderr) == (2, True, False)
    assert not (tmp_path / "none").exists()
