"""A signed-in person's own page: password, second factor, centre, sessions."""
