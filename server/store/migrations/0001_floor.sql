-- The floor of a centre: lines, tickets, calls, ratings, and who may act.
-- Written once for both stores: $int, $key and $strict are filled in per store (see migrate.py).
-- Times are epoch milliseconds (UTC); a day is the centre's local date; flags are 0 or 1.

CREATE TABLE centre (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  zone TEXT NOT NULL,
  settings TEXT NOT NULL,
  -- Raised by every transaction that changes the centre: orders views, and its row lock puts the
  -- writers of one centre in line on PostgreSQL.
  version $int NOT NULL,
  created_at $int NOT NULL
) $strict;

CREATE TABLE department (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  position $int NOT NULL,
  PRIMARY KEY (centre, id)
) $strict;

CREATE TABLE service (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  department TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  prefix TEXT NOT NULL,
  open $int NOT NULL,
  nominal_s $int NOT NULL,
  position $int NOT NULL,
  PRIMARY KEY (centre, id),
  UNIQUE (centre, prefix)
) $strict;

CREATE TABLE counter (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  number $int NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  state TEXT NOT NULL,
  state_since $int NOT NULL,
  officer TEXT,
  ticket TEXT,
  PRIMARY KEY (centre, id),
  UNIQUE (centre, number)
) $strict;

CREATE TABLE counter_service (
  centre TEXT NOT NULL,
  counter TEXT NOT NULL,
  service TEXT NOT NULL,
  PRIMARY KEY (centre, counter, service)
) $strict;

CREATE INDEX counter_service_by_service ON counter_service (centre, service);

CREATE TABLE procedure (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  name TEXT NOT NULL,
  field TEXT NOT NULL,
  agency TEXT NOT NULL,
  level TEXT NOT NULL,
  processing_days $int,
  processing_text TEXT NOT NULL,
  fee_text TEXT NOT NULL,
  service TEXT,
  search TEXT NOT NULL,
  PRIMARY KEY (centre, code)
) $strict;

-- One row per service and day: the number series and how many wait in each lane.
CREATE TABLE line (
  centre TEXT NOT NULL,
  service TEXT NOT NULL,
  day TEXT NOT NULL,
  last_serial $int NOT NULL,
  waiting_priority $int NOT NULL,
  waiting_normal $int NOT NULL,
  PRIMARY KEY (centre, day, service)
) $strict;

CREATE TABLE ticket (
  serial $key,
  id TEXT NOT NULL UNIQUE,
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  service TEXT NOT NULL,
  number TEXT NOT NULL,
  priority TEXT NOT NULL,
  lane TEXT NOT NULL,
  place $int NOT NULL,
  state TEXT NOT NULL,
  procedure TEXT,
  language TEXT NOT NULL,
  counter TEXT,
  officer TEXT,
  calls $int NOT NULL,
  people_ahead_at_issue $int NOT NULL,
  issued_at $int NOT NULL,
  called_at $int,
  started_at $int,
  ended_at $int,
  UNIQUE (centre, day, number)
) $strict;

-- Only waiting tickets: the index a call reads stays as small as the queue.
CREATE INDEX ticket_waiting ON ticket (centre, day, service, lane, place, serial)
  WHERE state = 'waiting';

CREATE TABLE call (
  id $key,
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  ticket TEXT NOT NULL,
  number TEXT NOT NULL,
  service TEXT NOT NULL,
  counter TEXT NOT NULL,
  lane TEXT NOT NULL,
  attempt $int NOT NULL,
  reason TEXT NOT NULL,
  called_at $int NOT NULL
) $strict;

CREATE INDEX call_by_day ON call (centre, day, id);

CREATE INDEX call_by_counter ON call (centre, counter, day, id);

-- Append-only: who did what to which ticket, when, where and why.
CREATE TABLE event (
  id $key,
  centre TEXT NOT NULL,
  at $int NOT NULL,
  kind TEXT NOT NULL,
  ticket TEXT,
  counter TEXT,
  actor TEXT NOT NULL,
  data TEXT NOT NULL
) $strict;

CREATE INDEX event_by_ticket ON event (ticket, id);

-- Commands that came with an Idempotency-Key, and what they led to. Keys are random: with the day
-- (epoch days, UTC) before them they are added to a small part of a large index, and a commit
-- stays as small after years as on the first day.
CREATE TABLE request (
  centre TEXT NOT NULL,
  day $int NOT NULL,
  key TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  result TEXT NOT NULL,
  at $int NOT NULL,
  PRIMARY KEY (centre, day, key)
) $strict;

-- Counts of a day, kept as they happen so that live pages never count tickets.
CREATE TABLE tally (
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  kind TEXT NOT NULL,
  service TEXT NOT NULL,
  counter TEXT NOT NULL,
  n $int NOT NULL,
  PRIMARY KEY (centre, day, kind, service, counter)
) $strict;

CREATE TABLE press (
  centre TEXT NOT NULL,
  device TEXT NOT NULL,
  boot TEXT NOT NULL,
  seq $int NOT NULL,
  counter TEXT NOT NULL,
  ticket TEXT,
  number TEXT,
  value TEXT NOT NULL,
  scale $int NOT NULL,
  status TEXT NOT NULL,
  pressed_at $int NOT NULL,
  received_at $int NOT NULL,
  PRIMARY KEY (centre, device, boot, seq)
) $strict;

CREATE TABLE rating (
  ticket TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  service TEXT NOT NULL,
  counter TEXT NOT NULL,
  officer TEXT,
  value TEXT NOT NULL,
  scale $int NOT NULL,
  reasons TEXT NOT NULL,
  first_pressed_at $int NOT NULL,
  pressed_at $int NOT NULL
) $strict;

CREATE INDEX rating_by_day ON rating (centre, day, pressed_at);

CREATE TABLE person (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  username TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  active $int NOT NULL,
  created_at $int NOT NULL
) $strict;

-- Bearer tokens of devices, sessions of people, one-time set-up links. Only hashes are stored.
CREATE TABLE token (
  hash TEXT PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  centre TEXT NOT NULL,
  role TEXT NOT NULL,
  counter TEXT,
  person TEXT,
  label TEXT NOT NULL,
  created_at $int NOT NULL,
  expires_at $int,
  revoked_at $int
) $strict;
