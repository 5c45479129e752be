"""What every test may use: two levels for Hypothesis, and `--accept` for generated text."""

import pytest
from hypothesis import HealthCheck, settings

_COMMON = {
    "deadline": None,  # machines differ; speed is the benchmark's matter
    "suppress_health_check": [HealthCheck.too_slow],
    "print_blob": True,
}
settings.register_profile("quick", max_examples=50, **_COMMON)
settings.register_profile("long", max_examples=1000, **_COMMON)
settings.load_profile("quick")


def pytest_addoption(parser):
    parser.addoption(
        "--accept",
        action="store_true",
        help="rewrite expected output in README, docs and golden texts; review the diff",
    )


@pytest.fixture(scope="session")
def repo(pytestconfig):
    """The checkout."""
    return pytestconfig.rootpath
