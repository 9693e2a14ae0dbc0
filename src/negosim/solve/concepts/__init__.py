"""Concepts: one file per definition of a solution."""
