"""Go now or later: what everybody may see of the waits."""
