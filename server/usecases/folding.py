"""Vietnamese text folded for search (the rule itself is in the core)."""

from ..core.search.folding import fold

__all__ = ["fold"]
