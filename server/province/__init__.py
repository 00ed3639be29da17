"""The province's page: every centre at a glance."""
