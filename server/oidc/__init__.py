"""Signing in through an organisation's own provider (OpenID Connect, authorization code + PKCE)."""
