"""Telling phones in pockets that their turn comes: Web Push, off the event loop."""
