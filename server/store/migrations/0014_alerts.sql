-- Alerts for managers with their whole history, the rules they are raised by, and what is on its
-- way to people who are not looking at the page.

CREATE TABLE alert (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  -- kind:subject; one alert of a key may stand at a time.
  key TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  code TEXT NOT NULL,
  grave $int NOT NULL,
  -- JSON: names as they were, people, tickets left …
  facts TEXT NOT NULL,
  -- When what it is about began, where that is known.
  since $int,
  raised_at $int NOT NULL,
  told_at $int NOT NULL,
  cleared_at $int,
  seen_at $int,
  seen_by TEXT,
  times $int NOT NULL
) $strict;

CREATE UNIQUE INDEX alert_standing ON alert (centre, key) WHERE cleared_at IS NULL;

CREATE INDEX alert_by_time ON alert (centre, raised_at, id);

CREATE INDEX alert_by_end ON alert (centre, cleared_at);

-- Append-only: raised, worse, other, again, seen, cleared; by whom, and the facts then.
CREATE TABLE alert_event (
  id $key,
  centre TEXT NOT NULL,
  alert TEXT NOT NULL,
  at $int NOT NULL,
  kind TEXT NOT NULL,
  actor TEXT NOT NULL,
  code TEXT NOT NULL,
  facts TEXT NOT NULL
) $strict;

CREATE INDEX alert_event_by_alert ON alert_event (alert, id);

-- Every version of the rules and of how alerts are delivered (JSON, no secrets); the last counts.
CREATE TABLE alert_setting (
  id $key,
  centre TEXT NOT NULL,
  name TEXT NOT NULL,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  value TEXT NOT NULL
) $strict;

CREATE INDEX alert_setting_by_name ON alert_setting (centre, name, id);

-- Managers' browsers that asked to be told (RFC 8291 keys, base64url).
CREATE TABLE alert_browser (
  centre TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  person TEXT NOT NULL,
  p256dh TEXT NOT NULL,
  auth TEXT NOT NULL,
  language TEXT NOT NULL,
  added_at $int NOT NULL,
  PRIMARY KEY (centre, endpoint)
) $strict;

-- What is on its way: written with the change it tells of, sent until it arrived or is too old.
CREATE TABLE alert_outbox (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  channel TEXT NOT NULL,
  -- The browser's endpoint; empty for the centre's one mail server and webhook.
  target TEXT NOT NULL,
  event TEXT NOT NULL,
  body TEXT NOT NULL,
  made_at $int NOT NULL,
  tries $int NOT NULL,
  -- Not before this moment; a process that sends it moves this on first, as a claim.
  due_at $int NOT NULL,
  state TEXT NOT NULL,
  problem TEXT NOT NULL,
  ended_at $int
) $strict;

CREATE INDEX alert_outbox_due ON alert_outbox (due_at) WHERE state = 'waiting';

CREATE INDEX alert_outbox_by_time ON alert_outbox (centre, made_at);

-- Which process looks after a centre's alerts, until when.
CREATE TABLE alert_watch (
  centre TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until $int NOT NULL
) $strict;
