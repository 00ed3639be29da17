"""The officer's physical keypad: an agent at the counter that speaks to the server over the
network only, and imports nothing of the server but itself."""
