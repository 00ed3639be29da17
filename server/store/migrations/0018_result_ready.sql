-- Results that are ready: who is told, and the line where they are collected.

-- 'usual', or 'result' for the line that hands results over.
ALTER TABLE service ADD COLUMN kind TEXT NOT NULL DEFAULT 'usual';

-- The dossier whose result a ticket was drawn for.
CREATE TABLE collecting (
  ticket TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  dossier TEXT NOT NULL
) $strict;

-- Phones that asked to be told when a dossier is answered; the process that tells one takes its row
-- away.
CREATE TABLE result_phone (
  centre TEXT NOT NULL,
  dossier TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  language TEXT NOT NULL,
  added_at $int NOT NULL,
  PRIMARY KEY (centre, dossier, endpoint)
) $strict;
