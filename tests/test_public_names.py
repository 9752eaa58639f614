"""The engine's public surface is what the package says it is: near thirty names, all of them there and documented."""

import subprocess
import sys

import pytest

import sigai


@pytest.mark.parametrize("name", [name for name in sigai.__all__ if name != "__version__"])
def test_a_public_name_is_there_and_documented(name: str) -> None:
    found = getattr(sigai, name)
    assert (found.__doc__ or "").strip()


def test_the_surface_stays_small() -> None:
    assert len(sigai.__all__) <= 40


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing"):
        _ = sigai.nothing


def test_importing_the_package_loads_no_engine() -> None:
    code = "import sigai, sys; print([name for name in sys.modules if name in ('ibis', 'duckdb', 'pyarrow', 'pandas')])"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "[]"
