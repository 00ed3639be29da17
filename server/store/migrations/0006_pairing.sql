-- Devices that show a code and wait for an administrator to type it.

CREATE TABLE pairing (
  id TEXT PRIMARY KEY,
  secret TEXT NOT NULL,
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  address TEXT NOT NULL,
  created_at $int NOT NULL,
  expires_at $int NOT NULL,
  centre TEXT,
  counter TEXT,
  label TEXT,
  token TEXT,
  approved_at $int
) $strict;

CREATE INDEX pairing_by_expiry ON pairing (expires_at);

-- Wrong codes typed lately, by centre and address.
CREATE TABLE pairing_miss (
  centre TEXT NOT NULL,
  address TEXT NOT NULL,
  misses $int NOT NULL,
  last_at $int NOT NULL,
  PRIMARY KEY (centre, address)
) $strict;
