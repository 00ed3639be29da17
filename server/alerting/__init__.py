"""Alerts for managers: watching for them, and telling people who do not look at the page."""
