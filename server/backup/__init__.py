"""Copies of an installation: made while it runs, kept by rule, put back when they are needed."""
