"""The environment: one stamp per list, a larger list counts for a smaller, and nothing is ever made smaller."""

import importlib
import os
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def environment(tmp_path, monkeypatch):
    """The module, on folders of its own, with the installing noted and not done."""
    module = importlib.import_module("environment")
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(module, "BOOTSTRAP", tmp_path / ".bootstrap")
    monkeypatch.setattr(module, "REQUIREMENTS", tmp_path)
    for level in module.LEVELS:
        (tmp_path / f"{level}.txt").write_text(f"{level}==1\n")
    module.installed = []

    def install(level: str) -> None:
        module.VENV.mkdir(exist_ok=True)
        for name in module.LEVELS:
            module._stamp(name).unlink(missing_ok=True)
        module._stamp(level).write_text(module._fingerprint(level))
        module.installed.append(level)

    monkeypatch.setattr(module, "_install", install)
    return module


def test_the_second_time_nothing_is_installed(environment):
    environment.ensure("run")
    environment.ensure("run")
    assert environment.installed == ["run"]


def test_a_larger_environment_serves_the_smaller_list(environment):
    environment.ensure("dev")
    environment.ensure("run")
    environment.ensure("test")
    assert environment.installed == ["dev"]


def test_an_environment_grows_and_is_never_made_smaller(environment, tmp_path):
    environment.ensure("run")
    environment.ensure("test")
    (tmp_path / "test.txt").write_text("test==2\n")
    environment.ensure("run")
    assert environment.installed == ["run", "test", "test"]


def test_a_list_that_changed_is_installed_anew(environment, tmp_path):
    environment.ensure("run")
    (tmp_path / "run.txt").write_text("run==2\n")
    environment.ensure("run")
    assert environment.installed == ["run", "run"]


def test_an_environment_whose_python_is_gone_is_made_anew(environment, monkeypatch):
    environment.ensure("run")
    monkeypatch.setattr(environment, "PYTHON", Path("/nowhere/python"))
    environment.ensure("run")
    assert environment.installed == ["run", "run"]


def test_what_python_compiles_is_kept_even_where_the_machine_forbids_it(environment, monkeypatch):
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", "/a/place/of/my/own")
    environment.keep_bytecode()
    assert "PYTHONDONTWRITEBYTECODE" not in os.environ
    assert os.environ["PYTHONPYCACHEPREFIX"] == "/a/place/of/my/own"
    monkeypatch.delenv("PYTHONPYCACHEPREFIX")
    environment.keep_bytecode()
    assert os.environ["PYTHONPYCACHEPREFIX"] == str(environment.VENV / "bytecode")


def test_pip_s_index_and_certificates_are_handed_to_uv(environment, monkeypatch):
    monkeypatch.delenv("UV_DEFAULT_INDEX", raising=False)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setenv("PIP_INDEX_URL", "https://index.example.org/simple")
    monkeypatch.setenv("PIP_CERT", "/etc/own.pem")
    settings = environment._uv_settings()
    assert settings["UV_DEFAULT_INDEX"] == "https://index.example.org/simple"
    assert settings["SSL_CERT_FILE"] == "/etc/own.pem"


def test_without_pip_and_ensurepip_one_sentence_says_what_to_install(environment, monkeypatch):
    monkeypatch.setattr(environment.importlib.util, "find_spec", lambda name: None)
    with pytest.raises(SystemExit, match="apt install python3-pip"):
        environment._pip()


def test_the_locked_lists_hold_hashes_and_no_address_of_an_index():
    for name in ("uv", "run", "test", "dev"):
        text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
        assert "://" not in text
        assert text.count("==") and all(
            "--hash=sha256:" in block for block in re.split(r"\n(?=[a-zA-Z])", text) if "==" in block
        )


def test_a_larger_list_holds_the_smaller_one_whole():
    def names(level: str) -> set[str]:
        text = (ROOT / f"requirements/{level}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^([\w.-]+==[\w.]+)", text, re.MULTILINE))

    assert names("run") < names("test") < names("dev")
