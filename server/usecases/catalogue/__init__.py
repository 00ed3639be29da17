"""Bringing the catalogue of procedures up to date from files."""
