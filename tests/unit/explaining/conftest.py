"""The miniature policy."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest

_SPEC = spec_from_file_location("miniature", Path(__file__).with_name("miniature.py"))
_MINIATURE = module_from_spec(_SPEC)
_SPEC.loader.exec_module(_MINIATURE)


@pytest.fixture(scope="session")
def mini():
    return _MINIATURE
