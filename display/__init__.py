"""Boards and displays: what citizens see of the calls."""
