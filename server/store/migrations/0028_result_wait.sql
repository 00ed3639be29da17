-- Phones that wait for a result stand beside a random number instead of the dossier's code: whose
-- dossier a phone waits for is not to be read from their table alone.

CREATE TABLE result_wait (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  UNIQUE (centre, code)
) $strict;

$only sqlite INSERT INTO result_wait (id, centre, code) SELECT lower(hex(randomblob(16))), centre, dossier FROM result_phone GROUP BY centre, dossier;

$only postgresql INSERT INTO result_wait (id, centre, code) SELECT replace(gen_random_uuid()::text, '-', ''), centre, dossier FROM result_phone GROUP BY centre, dossier;

CREATE TABLE waiting_phone (
  centre TEXT NOT NULL,
  wait TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  language TEXT NOT NULL,
  added_at $int NOT NULL,
  -- The latest date of an apology that it was told of.
  told_due $int,
  PRIMARY KEY (wait, endpoint)
) $strict;

INSERT INTO waiting_phone (centre, wait, endpoint, p256dh, auth, language, added_at) SELECT p.centre, w.id, p.endpoint, p.p256dh, p.auth, p.language, p.added_at FROM result_phone p JOIN result_wait w ON w.centre = p.centre AND w.code = p.dossier;

DROP TABLE result_phone;

ALTER TABLE waiting_phone RENAME TO result_phone;

CREATE INDEX result_phone_by_centre ON result_phone (centre, added_at);

-- A receipt's code is looked for in every centre of an installation.
CREATE INDEX dossier_by_code ON dossier (code);
