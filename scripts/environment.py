"""Owns the virtual environment `.venv` and the locked lists in requirements/; refuses what is not locked.

Three lists, each larger than the one before: run, test, dev. A stamp in `.venv` says which list stands there, so that a
second start does nothing, and an environment made for a larger list is never made smaller under somebody's hands.

    python3 scripts/environment.py run|test|dev     make the environment
    python3 scripts/environment.py lock [--upgrade] write requirements/*.txt from pyproject.toml
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BOOTSTRAP = ROOT / ".bootstrap"
REQUIREMENTS = ROOT / "requirements"
LEVELS = ("run", "test", "dev")
EXPORTS = {
    "uv": ["--only-group", "bootstrap"],
    "run": ["--no-default-groups"],
    "test": ["--no-default-groups", "--group", "test"],
    "dev": ["--all-groups"],
}


def say(text: str) -> None:
    """One line to the person who waits, in order with what programs print."""
    print(f"==> {text}", file=sys.stderr, flush=True)


def stop(text: str) -> None:
    """End with a sentence."""
    raise SystemExit(f"{text}")


def require_python() -> None:
    """Go on under Python 3.11 or later; look for one on the path, else say what to install."""
    if sys.version_info >= (3, 11):
        return
    for name in ("python3.14", "python3.13", "python3.12", "python3.11"):
        path = shutil.which(name)
        asked = [path or "", "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
        if path and subprocess.run(asked, capture_output=True, check=False).returncode == 0:
            os.execv(path, [path, *sys.argv])
    found = ".".join(str(part) for part in sys.version_info[:3])
    stop(f"Python 3.11 or later is needed; this is {found}. Install it (Debian, Ubuntu: apt install python3.12).")


def ensure(level: str) -> Path:
    """The Python of an environment that holds at least the list `level`; makes or mends it when it does not."""
    with _alone():
        if not _stands(level):
            wanted = max([level, *(other for other in LEVELS if _stamp(other).exists())], key=LEVELS.index)
            say(f"Installing the packages of requirements/{wanted}.txt into .venv")
            _install(wanted)
    return PYTHON


def keep_bytecode() -> None:
    """Let every Python we start keep what it compiled, beside the packages and not in the sources.

    Containers often forbid it altogether; then each program compiles the portal and its libraries anew, which is most
    of the time it takes to start. Who names a place of his own keeps it.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("PYTHONPYCACHEPREFIX", str(VENV / "bytecode"))


def lock(upgrade: bool) -> None:
    """Write requirements/*.txt: with hashes, for all platforms, without addresses.

    uv.lock is written on the way and not committed: it names the address of an index for every file. Where it stands
    from last time its versions are kept; where it does not, or with `upgrade`, the newest are taken.
    """
    uv = _uv()
    settings = _uv_settings()
    run([uv, "lock", "--quiet", *(["--upgrade"] if upgrade else [])], env=settings)
    fixed = ["--format", "requirements-txt", "--no-emit-project", "--no-header", "--no-annotate", "--frozen", "--quiet"]
    REQUIREMENTS.mkdir(exist_ok=True)
    for name, groups in EXPORTS.items():
        run([uv, "export", *fixed, *groups, "--output-file", REQUIREMENTS / f"{name}.txt"], env=settings)
    say("Written: " + ", ".join(f"requirements/{name}.txt" for name in EXPORTS))
    run([sys.executable, ROOT / "scripts" / "bill.py"])


def run(command: list, **options) -> None:
    """Run a program in the project's folder and stop when it fails."""
    subprocess.run([str(part) for part in command], cwd=ROOT, check=True, **options)


def _stamp(level: str) -> Path:
    return VENV / f".{level}"


def _fingerprint(level: str) -> str:
    return hashlib.sha256((REQUIREMENTS / f"{level}.txt").read_bytes()).hexdigest()


def _stands(level: str) -> bool:
    """Whether `.venv` works and holds this list or a larger one, as it is written today."""
    larger = LEVELS[LEVELS.index(level) :]
    if not any(_stamp(name).exists() and _stamp(name).read_text() == _fingerprint(name) for name in larger):
        return False
    # A folder that was moved or copied keeps its stamps, but its Python may be gone.
    asked = [str(PYTHON), "-c", "import django"]
    try:
        return subprocess.run(asked, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _install(level: str) -> None:
    VENV.mkdir(exist_ok=True)
    for name in LEVELS:
        _stamp(name).unlink(missing_ok=True)
    listed = REQUIREMENTS / f"{level}.txt"
    try:
        uv, settings = _uv(), _uv_settings()
        run([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, VENV], env=settings)
        run([uv, "pip", "sync", "--quiet", "--python", PYTHON, "--require-hashes", listed], env=settings)
    except (OSError, subprocess.CalledProcessError):
        say("uv could not do it here; trying with pip alone, which takes about a minute")
        _install_by_pip(listed)
    _stamp(level).write_text(_fingerprint(level))


def _install_by_pip(listed: Path) -> None:
    try:
        run([sys.executable, "-m", "venv", "--clear", VENV])
        run([PYTHON, "-m", "pip", "install", "--quiet", "--require-hashes", "-r", listed])
    except (OSError, subprocess.CalledProcessError):
        stop(
            "The packages could not be installed. The lines above say why: most often there is no way to the package "
            "index (pip reads PIP_INDEX_URL and PIP_CERT), or python3-venv is missing (apt install python3-venv)."
        )


def _uv() -> Path:
    """The pinned uv, brought by pip into .bootstrap: works on a system whose Python may not be installed into."""
    uv = BOOTSTRAP / "bin" / "uv"
    stamp = BOOTSTRAP / ".uv"
    if uv.exists() and stamp.exists() and stamp.read_text() == _fingerprint("uv"):
        return uv
    say("Bringing uv, the installer")
    target = ["install", "--quiet", "--upgrade", "--target", BOOTSTRAP]
    quiet = dict(os.environ, PIP_ROOT_USER_ACTION="ignore", PIP_DISABLE_PIP_VERSION_CHECK="1")
    run([*_pip(), *target, "--require-hashes", "-r", REQUIREMENTS / "uv.txt"], env=quiet)
    stamp.write_text(_fingerprint("uv"))
    return uv


def _pip() -> list:
    """How to call pip: the system's, or one that the standard library can make."""
    if importlib.util.find_spec("pip"):
        return [sys.executable, "-m", "pip"]
    if importlib.util.find_spec("ensurepip"):
        made = BOOTSTRAP / "pip"
        if not (made / "bin" / "python").exists():
            run([sys.executable, "-m", "venv", made])
        return [made / "bin" / "python", "-m", "pip"]
    stop(
        "This Python has neither pip nor ensurepip. Install one of them (Debian, Ubuntu: apt install python3-pip, "
        "Fedora: dnf install python3-pip, Alpine: apk add py3-pip) and start again."
    )
    return []


def _uv_settings() -> dict:
    """uv does not read pip's settings: hand over the index and the certificates that pip would use."""
    settings = dict(os.environ)
    for pip_name, key, uv_name in (
        ("PIP_INDEX_URL", "global.index-url", "UV_DEFAULT_INDEX"),
        ("PIP_CERT", "global.cert", "SSL_CERT_FILE"),
    ):
        value = os.environ.get(pip_name) or _pip_setting(key)
        if value and uv_name not in settings:
            settings[uv_name] = value
    settings.pop("VIRTUAL_ENV", None)
    return settings


def _pip_setting(key: str) -> str:
    try:
        asked = [str(part) for part in [*_pip(), "config", "get", key]]
        return subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    except (OSError, SystemExit):
        return ""


@contextlib.contextmanager
def _alone():
    """Two starts at once would write the same files: the second waits for the first."""
    try:
        import fcntl
    except ImportError:
        stop("Shidra runs on Linux and macOS; on Windows use WSL or the containers of docker-compose.yml.")
    BOOTSTRAP.mkdir(exist_ok=True)
    with (BOOTSTRAP / ".lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def main() -> None:
    """Make the environment or the locked lists, as the first word says."""
    require_python()
    words = sys.argv[1:]
    if words[:1] == ["lock"]:
        lock(upgrade="--upgrade" in words)
    elif len(words) == 1 and words[0] in LEVELS:
        ensure(words[0])
    else:
        stop(__doc__ or "")


if __name__ == "__main__":
    main()
