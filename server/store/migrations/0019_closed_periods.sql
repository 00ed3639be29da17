-- Periods whose figures are kept as they were counted.

-- A period of local days, both ends included. `figures` are the sums as they were counted, by
-- name; what was told since is found behind the last event and message that were known then.
CREATE TABLE closed_period (
  serial $key,
  centre TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  closed_at $int NOT NULL,
  closed_by TEXT NOT NULL,
  figures TEXT NOT NULL,
  last_event $int NOT NULL,
  last_message $int NOT NULL,
  UNIQUE (centre, first_day, last_day)
) $strict;

-- The period's dossiers (with those carried over into it) as they stood when it was closed: only
-- what figures are made of, nothing personal.
CREATE TABLE closed_dossier (
  centre TEXT NOT NULL,
  period $int NOT NULL,
  code TEXT NOT NULL,
  procedure TEXT NOT NULL,
  field TEXT NOT NULL,
  department TEXT NOT NULL,
  channel TEXT NOT NULL,
  officer TEXT,
  received_at $int NOT NULL,
  received_day TEXT NOT NULL,
  due_at $int,
  unit TEXT NOT NULL,
  state TEXT NOT NULL,
  resolved_at $int,
  resolved_day TEXT,
  recorded_at $int,
  verdict TEXT,
  PRIMARY KEY (centre, period, code)
) $strict;

-- Lists of a period go on where the last page ended.
DROP INDEX dossier_by_day;

CREATE INDEX dossier_by_day ON dossier (centre, received_day, code);
