"""Habits that a linter does not know: docstrings, bans, words that say nothing."""

import ast
import re

from tests.architecture import source

EMPTY_WORDS = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers", "info", "data"}
BANNED = {
    r"\.select_for_update\(": "locks exist in one database only: use a guarded update",
    r"auto_now(?:_add)?\s*=\s*True": "the clock is kernel.clock: default=clock.now",
    r"build_absolute_uri": "links in mails begin with settings.PORTAL_ORIGIN",
    r"\.delay\(": "work begins after the commit: delay_on_commit or kernel.bell",
    r"countdown=|eta=": "later work is a row with a date, found by the sweep",
    r"fields\s*=\s*[\"']__all__[\"']": "fields are named one by one",
    r"\bmark_safe\b": "HTML is made in templates",
    r"django\.contrib\.postgres": "nothing exists on one database only",
    r"gettext\w* as (?!_\b)": "a text under another name than _ is never gathered, so never translated",
    r"raise NotImplementedError": "a stub is a defect",
}
ALLOWED = {
    (r"\bmark_safe\b", "kernel/"),
}


def test_every_module_class_and_public_function_says_what_it_owns():
    missing = []
    for path in source.code():
        module = source.tree(path)
        if not ast.get_docstring(module):
            missing.append(source.name(path))
        for node in module.body:
            public = isinstance(node, (ast.ClassDef, ast.FunctionDef)) and not node.name.startswith("_")
            if public and not ast.get_docstring(node):
                missing.append(f"{source.name(path)}:{node.lineno} {node.name}")
    assert missing == []


def test_nothing_banned_is_used():
    found = []
    for path in source.code():
        text = path.read_text(encoding="utf-8")
        for pattern, mend in BANNED.items():
            if any(pattern == banned and source.name(path).startswith(where) for banned, where in ALLOWED):
                continue
            if re.search(pattern, text):
                found.append(f"{source.name(path)}: {pattern}: {mend}")
    assert found == []


def test_no_module_has_a_name_that_says_nothing():
    found = [source.name(path) for path in source.code() if path.stem in EMPTY_WORDS or path.parent.name in EMPTY_WORDS]
    assert found == []


def test_models_override_neither_save_nor_delete():
    found = []
    for path in source.code():
        if "models" not in path.parts and path.stem != "models":
            continue
        for node in ast.walk(source.tree(path)):
            if isinstance(node, ast.FunctionDef) and node.name in {"save", "delete"}:
                found.append(f"{source.name(path)}:{node.lineno}")
    assert found == []


def test_every_model_says_which_of_the_three_kinds_of_rows_it_holds():
    found = []
    for path in source.code():
        if "models" not in path.parts and path.stem != "models":
            continue
        if path.parts[-2] == "kernel" or path.stem == "models" and path.parent.name == "kernel":
            continue
        for node in source.tree(path).body:
            if not isinstance(node, ast.ClassDef):
                continue
            bases = {ast.unparse(base) for base in node.bases}
            if any("Choices" in base for base in bases) or not bases or _is_abstract(node):
                continue
            first = (ast.get_docstring(node) or "").split(".")[0].split(",")[0].split(" ")[0].strip(".:,")
            if first not in {"Claim", "Fact", "Derivation", "Reference"}:
                found.append(f"{source.name(path)}:{node.lineno} {node.name}")
    assert found == []


def _is_abstract(node):
    for part in node.body:
        if isinstance(part, ast.ClassDef) and part.name == "Meta" and "abstract = True" in ast.unparse(part):
            return True
    return False


def test_no_commented_work_is_left_without_an_owner():
    found = [
        source.name(path) for path in source.code() if re.search(r"\b(?:TODO|FIXME|XXX)\b", path.read_text("utf-8"))
    ]
    assert found == []


def test_init_modules_of_floors_hold_only_their_docstring():
    full = [app for app in source.FLOORS if len(source.tree(source.ROOT / app / "__init__.py").body) > 1]
    assert full == []
