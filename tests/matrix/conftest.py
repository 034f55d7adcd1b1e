"""The helpers of the matrix tell what differs as tests do."""

import pytest

pytest.register_assert_rewrite("tests.matrix.rights")
