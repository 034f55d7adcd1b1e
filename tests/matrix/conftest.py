"""The run's own folder, which its workers share."""

import os

import pytest

pytest.register_assert_rewrite("tests.matrix.rights")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory):
    """A folder that every worker of this run sees."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base
