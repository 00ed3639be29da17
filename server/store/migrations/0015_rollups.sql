-- Past days and months, counted once: what reports over a period are added up from.

-- A day (2026-11-20) or a month (2026-11) that has been counted. `marks` rises with every change
-- of its tickets since; it is stale until it is counted again with the marks it has then.
CREATE TABLE rollup_span (
  centre TEXT NOT NULL,
  level TEXT NOT NULL,
  span TEXT NOT NULL,
  marks $int NOT NULL,
  stale $int NOT NULL,
  counted_at $int NOT NULL,
  PRIMARY KEY (centre, level, span)
) $strict;

-- One group of one span. `waits` and `services` are bins of durations (core/durations.py), the
-- columns in ms their exact sums.
CREATE TABLE rollup (
  centre TEXT NOT NULL,
  level TEXT NOT NULL,
  dimension TEXT NOT NULL,
  span TEXT NOT NULL,
  key TEXT NOT NULL,
  issued $int NOT NULL,
  called $int NOT NULL,
  served $int NOT NULL,
  no_show $int NOT NULL,
  transferred $int NOT NULL,
  cancelled $int NOT NULL,
  expired $int NOT NULL,
  rated $int NOT NULL,
  satisfied $int NOT NULL,
  unsatisfied $int NOT NULL,
  wait_ms $int NOT NULL,
  waits TEXT NOT NULL,
  service_ms $int NOT NULL,
  services TEXT NOT NULL,
  PRIMARY KEY (centre, level, dimension, span, key)
) $strict;

-- The few tickets whose row does not tell everything (core/visits.py, TURNS: the same list).
CREATE INDEX event_turn ON event (ticket)
  WHERE kind IN
    ('transferred', 'continued', 'parked', 'resumed', 'sent_away', 'returned', 'brought_back');

-- When counters opened, paused and closed.
CREATE INDEX event_of_counter ON event (centre, at)
  WHERE ticket IS NULL AND counter IS NOT NULL;
