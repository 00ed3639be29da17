-- The register of dossiers behind the counters.
-- Times are epoch milliseconds (UTC); days are the centre's local dates.

-- The working calendar, one row each time it changed: a dossier names the one it is judged by.
CREATE TABLE dossier_rule (
  centre TEXT NOT NULL,
  version $int NOT NULL,
  -- What the administrator set, and the dates that the holidays of those years make of it.
  settings TEXT NOT NULL,
  dates TEXT NOT NULL,
  made_at $int NOT NULL,
  PRIMARY KEY (centre, version)
) $strict;

CREATE TABLE dossier (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  procedure TEXT NOT NULL,
  field TEXT NOT NULL,
  department TEXT NOT NULL,
  channel TEXT NOT NULL,
  officer TEXT,
  ticket TEXT,
  -- The person, as little as the receipt needs; the number only as a keyed hash.
  applicant TEXT NOT NULL,
  phone TEXT NOT NULL,
  consent_at $int,
  lookup TEXT,
  received_at $int NOT NULL,
  received_day TEXT NOT NULL,
  due_at $int,
  term $int,
  unit TEXT NOT NULL,
  rule $int NOT NULL,
  -- Supplements as [[asked at, brought at or null], ...].
  pauses TEXT NOT NULL,
  told_pauses TEXT NOT NULL,
  documents TEXT NOT NULL,
  state TEXT NOT NULL,
  resolved_at $int,
  resolved_day TEXT,
  recorded_at $int,
  verdict TEXT,
  -- The highest ranks among the departments' messages; what the last answer said, and when that
  -- was told (kept also while a later message says that the dossier is open again).
  heard TEXT NOT NULL,
  answer_rank TEXT NOT NULL,
  answered_at $int,
  told_at $int,
  created_at $int NOT NULL,
  PRIMARY KEY (centre, code)
) $strict;

CREATE INDEX dossier_by_day ON dossier (centre, received_day);

CREATE INDEX dossier_open ON dossier (centre, due_at) WHERE resolved_at IS NULL;

-- The last serial of each agency prefix and day ("yymmdd").
CREATE TABLE dossier_serial (
  centre TEXT NOT NULL,
  agency TEXT NOT NULL,
  day TEXT NOT NULL,
  last $int NOT NULL,
  PRIMARY KEY (centre, agency, day)
) $strict;

-- What happened to a dossier at the counter or by a file: append-only.
CREATE TABLE dossier_event (
  id $key,
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  at $int NOT NULL,
  recorded_at $int NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  data TEXT NOT NULL
) $strict;

CREATE INDEX dossier_event_by_code ON dossier_event (centre, code, id);

-- What departments told, each telling once, by a 64-bit digest of who told what: looking for one
-- costs no more after millions. The rank orders a dossier's messages (see the core).
CREATE TABLE dossier_message (
  serial $key,
  digest $int NOT NULL UNIQUE,
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  rank TEXT NOT NULL,
  department TEXT NOT NULL,
  id TEXT NOT NULL,
  at $int NOT NULL,
  state TEXT NOT NULL,
  resolved_at $int,
  recorded_at $int NOT NULL,
  note TEXT NOT NULL
) $strict;

CREATE INDEX dossier_message_by_code ON dossier_message (centre, code);

-- Few messages are about supplements, and those must find each other.
CREATE INDEX dossier_message_supplement ON dossier_message (centre, code)
  WHERE state = 'supplement';

-- The department whose software holds a key.
ALTER TABLE token ADD COLUMN department TEXT;
