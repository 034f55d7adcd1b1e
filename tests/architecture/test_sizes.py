"""What a reader holds in mind: limits on modules, classes, functions, templates and test modules."""

import ast

import pytest

from tests.architecture import source

MODULE, CLASS, FUNCTION, TEMPLATE, TEST = 300, 150, 40, 150, 350


def length(path):
    return len(path.read_text(encoding="utf-8").splitlines())


def too_long(paths, limit):
    return [f"{source.name(path)}: {length(path)}" for path in paths if length(path) > limit]


def test_modules_fit_in_a_mind():
    assert too_long(source.code(), MODULE) == []


def test_templates_fit_in_a_mind():
    assert too_long(source.files(".html", "templates"), TEMPLATE) == []


def test_test_modules_fit_in_a_mind():
    assert too_long(source.files(".py", "tests"), TEST) == []


@pytest.mark.parametrize(
    ("kind", "limit"), [(ast.ClassDef, CLASS), ((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION)]
)
def test_classes_and_functions_fit_in_a_mind(kind, limit):
    long = [
        f"{source.name(path)}:{node.lineno} {node.name} {node.end_lineno - node.lineno + 1}"
        for path in source.code()
        for node in ast.walk(source.tree(path))
        if isinstance(node, kind) and node.end_lineno - node.lineno + 1 > limit
    ]
    assert long == []


def test_the_kernel_stays_small():
    modules = [path for path in source.files(".py", "kernel") if path.parent.name == "kernel"]
    assert len(modules) <= 40, "A module comes to the kernel only when two floors need it; see docs/decisions."
