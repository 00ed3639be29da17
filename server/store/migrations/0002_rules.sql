-- All operations of a visit, the rules of calling, hours and capacity, appointments, settings.

ALTER TABLE ticket ADD COLUMN waiting_since $int NOT NULL DEFAULT 0;
UPDATE ticket SET waiting_since = issued_at;
ALTER TABLE ticket ADD COLUMN for_counter TEXT;
ALTER TABLE ticket ADD COLUMN park_reason TEXT;
ALTER TABLE ticket ADD COLUMN park_until $int;
ALTER TABLE ticket ADD COLUMN plan TEXT NOT NULL DEFAULT '[]';
ALTER TABLE ticket ADD COLUMN note TEXT;
ALTER TABLE ticket ADD COLUMN due_from $int;
ALTER TABLE ticket ADD COLUMN identity TEXT;

-- Tickets that only one counter may call.
CREATE INDEX ticket_for_counter ON ticket (centre, day, for_counter, lane, place, serial)
  WHERE state = 'waiting' AND for_counter IS NOT NULL;

-- One live ticket per person and service, where an identity was given.
CREATE UNIQUE INDEX ticket_identity ON ticket (centre, day, identity, service)
  WHERE identity IS NOT NULL
  AND state IN ('waiting', 'called', 'serving', 'parked', 'away');

-- Parked and away tickets of today: few, and looked at by their officer.
CREATE INDEX ticket_aside ON ticket (centre, day, counter)
  WHERE state IN ('parked', 'away');

-- The visit a counter finished last: the one its officer sees and its citizen rates.
CREATE INDEX ticket_finished ON ticket (centre, counter, day, ended_at)
  WHERE state = 'finished';

ALTER TABLE line ADD COLUMN waiting_appointment $int NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN waiting_reserved $int NOT NULL DEFAULT 0;

ALTER TABLE counter ADD COLUMN free_since $int;
ALTER TABLE counter ADD COLUMN pause_reason TEXT;

ALTER TABLE counter_service ADD COLUMN weight $int NOT NULL DEFAULT 1;
ALTER TABLE counter_service ADD COLUMN helps $int NOT NULL DEFAULT 0;

ALTER TABLE call ADD COLUMN undone_at $int;

CREATE INDEX call_by_ticket ON call (ticket);

-- Officers a service is reserved to; none means everybody.
CREATE TABLE service_officer (
  centre TEXT NOT NULL,
  service TEXT NOT NULL,
  person TEXT NOT NULL,
  PRIMARY KEY (centre, service, person)
) $strict;

-- Opening hours and daily capacity of a service; null hours follow the centre's.
ALTER TABLE service ADD COLUMN hours TEXT;
ALTER TABLE service ADD COLUMN capacity $int;

ALTER TABLE person ADD COLUMN rights TEXT NOT NULL DEFAULT '[]';

CREATE TABLE appointment (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  service TEXT NOT NULL,
  procedure TEXT,
  day TEXT NOT NULL,
  begins_at $int NOT NULL,
  ends_at $int NOT NULL,
  state TEXT NOT NULL,
  ticket TEXT,
  created_at $int NOT NULL,
  UNIQUE (centre, day, code)
) $strict;

CREATE INDEX appointment_by_day ON appointment (centre, day, begins_at, id);

-- Every change of the settings, so that the last one can be undone.
CREATE TABLE setting_change (
  id $key,
  centre TEXT NOT NULL,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  undone_at $int
) $strict;

CREATE INDEX setting_change_by_centre ON setting_change (centre, id);

CREATE TABLE centre_secret (
  centre TEXT NOT NULL,
  name TEXT NOT NULL,
  value TEXT NOT NULL,
  PRIMARY KEY (centre, name)
) $strict;
