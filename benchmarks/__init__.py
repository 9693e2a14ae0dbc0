"""How fast negosim is beside its peers: `python -m benchmarks` prints the table of docs/benchmarks.md."""
