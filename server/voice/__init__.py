"""The boards' voice: sentences rendered in a process of its own, and the recorded clips."""
