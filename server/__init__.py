"""The central server of a one-stop public service centre: the only place that decides."""
