"""Moving centres from a file to PostgreSQL, and adding centres to an installation."""
