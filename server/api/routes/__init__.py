"""The operations of the API, one module for each thing they are about."""

from . import accounts, admin, counters, openapi, procedures, public, ratings, services, tickets
from .registry import endpoint

__all__ = [
    "accounts",
    "admin",
    "counters",
    "endpoint",
    "openapi",
    "procedures",
    "public",
    "ratings",
    "services",
    "tickets",
]
