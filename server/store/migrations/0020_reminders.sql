-- What departments are told of their dossiers, and what they tell in files.

-- How a department is reached; the webhook's key is a secret of the centre.
CREATE TABLE department_contact (
  centre TEXT NOT NULL,
  department TEXT NOT NULL,
  -- JSON list of addresses.
  emails TEXT NOT NULL,
  webhook TEXT,
  language TEXT NOT NULL,
  PRIMARY KEY (centre, department)
) $strict;

-- When a department's software last told anything, and what.
CREATE TABLE department_heard (
  centre TEXT NOT NULL,
  department TEXT NOT NULL,
  at $int NOT NULL,
  messages $int NOT NULL,
  malformed $int NOT NULL,
  PRIMARY KEY (centre, department)
) $strict;

-- The days whose reminders have been made.
CREATE TABLE reminder_day (
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  at $int NOT NULL,
  PRIMARY KEY (centre, day)
) $strict;

-- One list to one department; its ways to there are pieces of the alerts' outbox.
CREATE TABLE reminder (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  department TEXT NOT NULL,
  made_at $int NOT NULL,
  -- Who asked for it; NULL for the day's own.
  asked_by TEXT,
  dossiers $int NOT NULL,
  -- How many of them a department had not been reminded of.
  fresh $int NOT NULL
) $strict;

CREATE INDEX reminder_by_time ON reminder (centre, made_at);

-- A dossier is news once for each date it is due at.
CREATE TABLE dossier_reminded (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  due_at $int NOT NULL,
  reminder TEXT NOT NULL,
  PRIMARY KEY (centre, code, due_at)
) $strict;

-- Apologies (form 04): drafted once for each date that is missed. The dossier's own due date stays
-- what was promised first.
CREATE TABLE dossier_apology (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  missed $int NOT NULL,
  -- 'overdue', 'today', 'told'.
  why TEXT NOT NULL,
  proposed $int NOT NULL,
  -- 'drafted', 'issued', 'dismissed'.
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  new_due $int,
  made_at $int NOT NULL,
  decided_at $int,
  decided_by TEXT,
  PRIMARY KEY (centre, code, missed)
) $strict;

CREATE INDEX dossier_apology_drafted ON dossier_apology (centre, missed) WHERE state = 'drafted';

-- Files of watched folders, by their contents: none is taken in twice.
CREATE TABLE told_file (
  centre TEXT NOT NULL,
  department TEXT NOT NULL,
  digest TEXT NOT NULL,
  name TEXT NOT NULL,
  at $int NOT NULL,
  -- JSON: what became of it, with the rows that were not taken.
  outcome TEXT NOT NULL,
  PRIMARY KEY (centre, department, digest)
) $strict;

-- When a department itself expects to be done.
ALTER TABLE dossier_message ADD COLUMN expected_at $int;

CREATE INDEX dossier_message_expected ON dossier_message (centre, code)
  WHERE expected_at IS NOT NULL;
