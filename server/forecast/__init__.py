"""Forecasting waits in a process of its own: fed by stored events, asked by nobody who waits."""
