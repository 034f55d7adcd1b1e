"""`make test` says plainly what it left out, and in CI leaves nothing out."""

import contextlib
import importlib.util
import sys
import time

import pytest

from tests.scripts.conftest import SCRIPTS


@pytest.fixture
def suite(monkeypatch):
    """The module, outside CI until a test says otherwise. By path: the standard library has a `test` too."""
    monkeypatch.delenv("CI", raising=False)
    spec = importlib.util.spec_from_file_location("scripts_test", SCRIPTS / "test.py")
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "scripts_test", module)
    spec.loader.exec_module(module)
    return module


def part(suite, code=0, closing="812 passed in 90.00s"):
    return suite.Part("SQLite", [], code=code, closing=closing)


def test_the_last_lines_say_how_many_passed(suite, capsys):
    assert suite._tell([part(suite)], [], 90) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "passed  SQLite: 812 passed in 90.00s"


def test_a_run_that_took_longer_than_it_may_says_so_and_where_the_time_went(suite, capsys):
    long = suite.Part("browser", [], seconds=192, closing="30 passed in 190.00s")
    assert suite._tell([long], [], 9 * 60) == 0
    assert "TOO LONG" not in capsys.readouterr().out
    suite._tell([long], [], 11 * 60)
    said = capsys.readouterr().out
    assert "The suite took 11.0 minutes: browser 3.2." in said and "TOO LONG  it may take 10 minutes" in said
    suite._tell([long], [], 42 * 60, True)
    assert "TOO LONG" not in capsys.readouterr().out


def test_what_is_missing_is_told_and_is_no_failure_on_a_newcomer_s_machine(suite, capsys):
    assert suite._tell([part(suite)], ["browser: chromium is not installed here"], 1) == 0
    assert "LEFT OUT  browser: chromium is not installed here" in capsys.readouterr().out


def test_in_ci_what_is_left_out_is_a_failure(suite, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert suite._tell([part(suite)], ["browser: chromium is not installed here"], 1) == 1


def test_in_ci_a_part_without_a_single_test_is_a_failure(suite, monkeypatch):
    monkeypatch.setenv("CI", "true")
    assert suite._tell([part(suite, code=suite.NO_TESTS, closing="590 deselected in 1.39s")], [], 1) == 1


def test_one_part_that_failed_fails_the_whole(suite, capsys):
    assert suite._tell([part(suite), part(suite, 1, "1 failed, 3 passed in 2.00s")], [], 1) == 1
    assert "FAILED  SQLite: 1 failed, 3 passed" in capsys.readouterr().out


def test_what_fell_is_named_again_before_the_last_lines(suite, tmp_path, monkeypatch, capsys):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_one.py").write_text("def test_falls():\n    assert 1 == 2\n")
    monkeypatch.setattr(suite.environment, "ROOT", tmp_path)
    fallen = suite._run(sys.executable, suite.Part("SQLite", ["-p", "no:django", "tests"]))
    capsys.readouterr()
    assert suite._tell([fallen, part(suite)], [], 1) == 1
    said = capsys.readouterr().out.splitlines()
    assert "SQLite: FAILED tests/test_one.py::test_falls - assert 1 == 2" in said
    assert said[-1].startswith("passed  SQLite: 812")


@pytest.fixture
def words_of_parts(suite, monkeypatch):
    """`words_of_parts(whole)`: how pytest would be called for each part, on a machine that has everything."""
    monkeypatch.setattr(suite, "_run", lambda _python, part, _out=None: part)
    monkeypatch.setattr(suite.services, "missing", list)
    monkeypatch.setattr(suite.services, "both", lambda: contextlib.nullcontext({}))
    monkeypatch.setattr(suite.shutil, "which", lambda name: f"/usr/bin/{name}")
    return lambda whole: {part.name: " ".join(part.words) for part in suite._run_all("python", whole, {})[0]}


def test_a_day_s_suite_runs_the_samples_and_leaves_the_walks_over_everything_to_ci(words_of_parts):
    parts = words_of_parts(False)
    assert len(parts) == 3
    assert all("not exhaustive" in words and "not sample" not in words for words in parts.values())
    assert "--acts-only" in parts["PostgreSQL and Redis"]


@pytest.fixture
def told(tmp_path):
    """A Python whose pytest closes as it is told, after as many seconds or not."""
    script = tmp_path / "python"
    script.write_text(
        '#!/bin/sh\n[ "$4" = ever ] && exec sleep 600; sleep $4; echo "1 $5 in 0.01s"; test "$5" = passed\n'
    )
    script.chmod(0o755)
    return str(script)


def test_what_runs_beside_another_part_is_shown_after_it_and_fails_the_whole(suite, told, capfd):
    looking, asking = suite.Part("browser", ["0", "failed"]), suite.Part("PostgreSQL", ["0.2", "passed"])
    with suite._beside(told, looking):
        suite._run(told, asking)
    said = capfd.readouterr().out
    assert said.index("1 passed") < said.index("1 failed")
    assert suite._tell([asking, looking], [], 1) == 1
    said = capfd.readouterr().out
    assert "browser 0.0 beside it." in said and "FAILED  browser: 1 failed" in said


def test_what_runs_beside_a_part_that_is_broken_off_ends_too(suite, told):
    looking = suite.Part("browser", ["ever"])
    with pytest.raises(KeyboardInterrupt), suite._beside(told, looking):
        while looking.process is None:
            time.sleep(0.01)
        raise KeyboardInterrupt
    assert looking.process.poll() not in {None, 0}


def test_a_browser_runs_beside_postgresql_day_by_day_and_after_it_in_the_whole(words_of_parts, suite, monkeypatch):
    beside = []
    monkeypatch.setattr(suite, "_beside", lambda _python, part: contextlib.nullcontext(beside.append(part.name)))
    assert list(words_of_parts(True)) == ["SQLite", "PostgreSQL and Redis", "browser"] and beside == []
    assert list(words_of_parts(False)) == ["SQLite", "PostgreSQL and Redis", "browser"] and beside == ["browser"]


def test_the_whole_suite_leaves_out_only_the_samples_of_what_it_walks_whole(words_of_parts):
    parts = words_of_parts(True)
    assert len(parts) == 3
    assert all("not sample" in words and "exhaustive" not in words for words in parts.values())
    assert not any("--acts-only" in words for words in parts.values())


def test_the_whole_counts_nothing_as_left_out_though_each_part_leaves_tests_to_another(suite, monkeypatch, capsys):
    def run_all(_python, _whole, common):
        (suite.Path(common["SHIDRA_TEST_FOLDER"]) / "left-1.txt").write_text("tests/browser/a.py::every_page")
        return [part(suite)], []

    monkeypatch.setenv("CI", "true")
    monkeypatch.setattr(suite.sys, "argv", ["test.py"])
    monkeypatch.setattr(suite.environment, "ensure", lambda _level: "python")
    monkeypatch.setattr(suite.environment, "keep_bytecode", lambda: None)
    monkeypatch.setattr(suite, "_compile", lambda _python: None)
    monkeypatch.setattr(suite.services, "end_on_signals", lambda: None)
    monkeypatch.setattr(suite, "_run_all", run_all)
    assert suite.main() == 0
    monkeypatch.delenv("CI")
    assert suite.main() == 0
    assert "LEFT OUT  1 tests: walks over everything" in capsys.readouterr().out


def test_a_walk_that_several_parts_leave_out_is_counted_once(suite, tmp_path):
    (tmp_path / "left-1.txt").write_text("tests/a.py::one\ntests/a.py::two")
    (tmp_path / "left-2.txt").write_text("tests/a.py::two\ntests/b.py::three")
    assert suite._left_to_ci(tmp_path) == 3


@pytest.mark.parametrize(
    ("line", "closing"),
    [
        ("===== 3 failed, 52 passed, 1 warning in 72.17s (0:01:12) =====", True),
        ("590 deselected in 1.39s", True),
        ("no tests ran in 0.01s", True),
        ("FAILED tests/x.py::test_it_passed - assert 1 in 2", False),
    ],
)
def test_pytest_s_closing_line_is_known_in_each_of_its_shapes(suite, line, closing):
    assert bool(suite.CLOSING.match(line)) is closing


def test_what_an_operator_exported_does_not_reach_the_tests(suite, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://live/shidra")
    monkeypatch.setenv("SHIDRA_DEMO", "1")
    clean = suite._clean({})
    assert "DATABASE_URL" not in clean and "SHIDRA_DEMO" not in clean
    assert clean["DJANGO_SETTINGS_MODULE"] == "config.settings.test"
