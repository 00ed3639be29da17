-- Signing in through an organisation's own provider (OpenID Connect).

-- One row: what an administrator set as JSON, and the client's secret, sealed.
CREATE TABLE sign_in_provider (
  id TEXT PRIMARY KEY,
  settings TEXT NOT NULL,
  secret TEXT NOT NULL,
  changed_at $int NOT NULL
) $strict;

-- Whom the provider means: bound at the first sign-in, by the provider's own unchanging name.
CREATE TABLE person_identity (
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person TEXT NOT NULL,
  created_at $int NOT NULL,
  PRIMARY KEY (issuer, subject)
) $strict;
