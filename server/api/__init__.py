"""The HTTP API: parse, authorise, call one use case or query, answer."""
