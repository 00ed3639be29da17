-- Each centre's ticket template, and how its devices last said that they are.

CREATE TABLE ticket_template (
  centre TEXT PRIMARY KEY,
  version $int NOT NULL,
  body TEXT NOT NULL,
  changed_at $int NOT NULL,
  actor TEXT NOT NULL
) $strict;

-- One row a device, by its token; the latest report replaces the one before.
CREATE TABLE device_report (
  centre TEXT NOT NULL,
  device TEXT NOT NULL,
  kind TEXT NOT NULL,
  printer TEXT,
  paper_left_pct $int,
  paper_left_tickets $int,
  scanner TEXT,
  version TEXT NOT NULL DEFAULT '',
  offline_waiting $int NOT NULL DEFAULT 0,
  reported_at $int NOT NULL,
  PRIMARY KEY (centre, device)
) $strict;
