"""Devices on the floor: their protocols, their virtual twins, and the agents' link to the server.

Nothing in here knows a face (kiosk, display, rating terminal) or the server's own code.
"""
