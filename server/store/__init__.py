"""Where the floor is kept: one small interface, two stores (SQLite and PostgreSQL)."""
