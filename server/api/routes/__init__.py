"""The operations of the API, one module for each thing they are about."""

from . import (
    accounts,
    admin,
    appointments,
    counters,
    openapi,
    operations,
    procedures,
    public,
    ratings,
    services,
    settings,
    tickets,
)
from .registry import endpoint

__all__ = [
    "accounts",
    "admin",
    "appointments",
    "counters",
    "endpoint",
    "openapi",
    "operations",
    "procedures",
    "public",
    "ratings",
    "services",
    "settings",
    "tickets",
]
