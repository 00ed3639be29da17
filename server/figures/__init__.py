"""The page of a period's figures."""
