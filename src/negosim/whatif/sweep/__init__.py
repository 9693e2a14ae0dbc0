"""Sweeps: what a game leads to at every point of a grid of its numbers."""
