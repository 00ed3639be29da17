"""The public page "You said, we did"."""
