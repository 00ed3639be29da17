-- The catalogue of procedures: documents to bring, imports, which line takes which field, and how
-- often each line and procedure is asked for.

-- Raised by every change of what the search reads: procedures, their services, synonyms.
ALTER TABLE centre ADD COLUMN catalogue $int NOT NULL DEFAULT 1;

ALTER TABLE procedure ADD COLUMN audience TEXT NOT NULL DEFAULT '';

CREATE INDEX procedure_by_field ON procedure (centre, field);

-- What to bring, in the order of the list; the case is '' where a procedure knows only one.
CREATE TABLE procedure_document (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  position $int NOT NULL,
  case_name TEXT NOT NULL,
  document TEXT NOT NULL,
  originals $int NOT NULL,
  copies $int NOT NULL,
  PRIMARY KEY (centre, code, position)
) $strict;

-- The service that takes the procedures of a field.
CREATE TABLE field_service (
  centre TEXT NOT NULL,
  field TEXT NOT NULL,
  service TEXT NOT NULL,
  PRIMARY KEY (centre, field)
) $strict;

-- Uploads that were looked at and wait to be applied: a few of each centre, for a day. `content`
-- is the checked rows (compressed JSON in base64); `plan` is what the preview promised.
CREATE TABLE catalogue_import (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  rows $int NOT NULL,
  content TEXT NOT NULL,
  plan TEXT NOT NULL,
  uploaded_at $int NOT NULL,
  applied_at $int,
  result TEXT,
  PRIMARY KEY (centre, id)
) $strict;

-- How often a service or a procedure was asked for, by day: 30 days and today.
CREATE TABLE demand (
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  n $int NOT NULL,
  PRIMARY KEY (centre, day, kind, id)
) $strict;

-- The sum over those days, kept as it changes: what is popular is read from the index's end.
CREATE TABLE popular (
  centre TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  n $int NOT NULL,
  PRIMARY KEY (centre, kind, id)
) $strict;

CREATE INDEX popular_by_n ON popular (centre, kind, n, id);

-- What a centre that is already at work has shown of all this.
INSERT INTO field_service (centre, field, service)
  SELECT centre, field, MIN(service) FROM procedure WHERE service IS NOT NULL
  GROUP BY centre, field HAVING COUNT(DISTINCT service) = 1;

INSERT INTO demand (centre, day, kind, id, n)
  SELECT centre, day, 'service', service, last_serial FROM line WHERE last_serial > 0;

INSERT INTO demand (centre, day, kind, id, n)
  SELECT centre, day, 'procedure', procedure, COUNT(*) FROM ticket WHERE procedure IS NOT NULL
  GROUP BY centre, day, procedure;

INSERT INTO popular (centre, kind, id, n)
  SELECT centre, kind, id, SUM(n) FROM demand GROUP BY centre, kind, id;
