-- Phones that asked to be told when it is their turn: erased with the day of their ticket.

CREATE TABLE push_subscription (
  ticket TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  -- The phone's keys (RFC 8291), base64url.
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  language TEXT NOT NULL,
  added_at $int NOT NULL,
  -- What it was told already: that it is soon (0 or 1), and the latest call ("ms:attempt").
  told_soon $int NOT NULL,
  told_call TEXT NOT NULL,
  PRIMARY KEY (ticket, endpoint)
) $strict;

CREATE INDEX push_by_day ON push_subscription (centre, day);

-- Keys of the whole installation, made at its first start.
CREATE TABLE installation_secret (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) $strict;
