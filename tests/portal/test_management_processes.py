"""Programs that live and die together, with small programs in place of the portal's."""

import os
import signal
import subprocess
import sys

import psutil
import pytest

from tests.processes import alive, family, wait_for

# Starts sleepers, one of which has a child of its own; a word adds one to be killed, or one that hears no signal.
LEADER = """
import sys
from portal.management.processes import Together
python = [sys.executable, "-c"]
sleep = "import time; time.sleep(60)"
programs = {
    "quiet": [*python, sleep],
    "parent": [*python, f"import subprocess, sys; subprocess.run([sys.executable, '-c', {sleep!r}])"],
}
if "weak" in sys.argv:
    programs["weak"] = [*python, f"{sleep}  # weak"]
if "deaf" in sys.argv:
    programs["deaf"] = [*python, f"import signal; signal.signal(15, signal.SIG_IGN); {sleep}"]
fallen = Together(grace=1).run(programs, lambda: None)
print(fallen)
sys.exit(1 if fallen else 0)
"""


@pytest.fixture
def leader():
    """Starts the leader and gives it with all it started; ends what a failing test left."""
    started: list[subprocess.Popen[str]] = []
    seen: list[psutil.Process] = []

    def start(*words: str) -> tuple[subprocess.Popen[str], list[psutil.Process]]:
        process = subprocess.Popen([sys.executable, "-c", LEADER, *words], stdout=subprocess.PIPE, text=True)
        started.append(process)
        expected = 4 + len(words)
        wait_for(lambda: len(family(process.pid)) >= expected, 10, "all programs started")
        seen.extend(family(process.pid))
        return process, list(seen)

    yield start
    for process in seen:
        if process.is_running():
            process.kill()
    for process in started:
        process.communicate()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_all_and_counts_as_a_good_end(leader, number):
    process, everyone = leader()
    process.send_signal(number)
    assert process.wait(10) == 0
    wait_for(lambda: not alive(everyone), 5, f"all ended: {alive(everyone)}")


def test_a_program_that_falls_takes_the_others_with_it_and_is_named(leader):
    process, everyone = leader("weak")
    next(one for one in everyone if "# weak" in one.cmdline()[-1]).kill()
    assert process.wait(15) == 1
    assert process.stdout.read().strip() == "weak"
    wait_for(lambda: not alive(everyone), 5, "all ended")


def test_a_program_that_does_not_hear_is_ended_by_force_after_the_grace(leader):
    process, everyone = leader("deaf")
    process.terminate()
    assert process.wait(10) == 0
    wait_for(lambda: not alive(everyone), 5, "all ended")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux tells a child that its parent died")
def test_when_the_leader_itself_is_killed_its_programs_end(leader):
    process, everyone = leader()
    children = [one for one in everyone if one.pid != process.pid and one.ppid() == process.pid]
    os.kill(process.pid, signal.SIGKILL)
    wait_for(lambda: not alive(children), 5, "the programs heard of it")
