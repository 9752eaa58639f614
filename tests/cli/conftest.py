import pytest

from helpers_runs import Terminal


@pytest.fixture
def sigai(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """The command line."""
    monkeypatch.setattr("sigai.cli.console.out.width", 160)
    monkeypatch.delenv("SIGAI_LANG", raising=False)
    return Terminal(capfd)
