"""How long a user waits. The bounds are those of the issue, with a margin of three for slow and busy machines."""

import resource
import subprocess
import sys

MAIN = "from negosim.cli import main; main()"


def cpu_seconds(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", MAIN, *words], check=True, capture_output=True, timeout=120)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def test_help_imports_nothing_heavy():
    script = (
        "import sys\n"
        "from negosim.cli.app import run\n"
        "assert run(['--help']) == 0 and run(['--version']) == 0\n"
        "heavy = {'numpy', 'scipy', 'pydantic', 'matplotlib', 'ruamel', 'nashpy', 'rich', 'negosim.scenario'}\n"
        "assert not heavy & set(sys.modules), heavy & set(sys.modules)\n"
    )
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60)
    assert process.returncode == 0, process.stderr


def test_help_comes_at_once():
    assert min(cpu_seconds("--help") for _ in range(3)) < 3 * 0.3


def test_the_first_scenario_is_solved_within_seconds():
    assert cpu_seconds("solve", "march-2025") < 3 * 3.0


def test_every_tipping_point_of_the_first_scenario_is_found_within_seconds():
    assert cpu_seconds("tipping", "march-2025") < 3 * 10.0


def test_sobol_indices_of_the_first_scenario_come_within_seconds():
    assert cpu_seconds("sensitivity", "march-2025", "--samples", "4096") < 3 * 20.0
