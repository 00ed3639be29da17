"""``motcua sign``: the agent that keeps LED signs showing the calls."""
