"""What can be seen of the floor: read-only, JSON-ready answers from one snapshot.

Used by the HTTP API and by the live rooms alike, so that both always say the same.
"""
