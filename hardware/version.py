"""Which version of the program this machine runs."""

from importlib import metadata


def version() -> str:
    """The installed package's version; empty when it runs from its source alone."""
    try:
        return metadata.version("motcua")
    except metadata.PackageNotFoundError:
        return ""
