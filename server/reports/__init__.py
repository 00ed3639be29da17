"""Figures over time: read-only, each with its base."""
