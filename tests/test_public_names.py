"""The package's public names: each is there, lazily, and stays what it is whatever is imported."""

import subprocess
import sys

import negosim as ng


def test_every_public_name_is_there():
    for name in ng.__all__:
        assert getattr(ng, name) is not None
    assert set(ng.__all__) <= set(dir(ng))


def test_names_are_the_same_at_every_use_although_subpackages_share_some():
    code = (
        "import negosim as ng\n"
        "import negosim.solve.concepts.nash, negosim.explain.words\n"
        "first = [getattr(ng, name) for name in ng.__all__]\n"
        "assert first == [getattr(ng, name) for name in ng.__all__]\n"
        "assert callable(ng.solve) and callable(ng.explain)\n"
        "from negosim import explain, solve\n"
        "assert solve is ng.solve and explain is ng.explain\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def test_importing_the_package_imports_nothing_heavy():
    code = "import sys, negosim; assert not {'numpy', 'pydantic', 'matplotlib'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
