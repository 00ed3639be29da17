-- Ratings given later on the phone, presses that came after another, and quarterly evaluations.

-- Where a rating was given: "desk" or "phone".
ALTER TABLE rating ADD COLUMN source TEXT NOT NULL DEFAULT 'desk';

ALTER TABLE press ADD COLUMN source TEXT NOT NULL DEFAULT 'desk';

-- How long the question had been in view when it was answered (ms), where the terminal says so.
ALTER TABLE press ADD COLUMN shown_ms $int;

CREATE INDEX press_by_time ON press (centre, pressed_at);

-- What somebody entered for an index of a quarter. Rows are only added: the newest counts, one
-- without points takes the earlier ones back. Points are in halves.
CREATE TABLE evaluation_mark (
  id $key,
  centre TEXT NOT NULL,
  quarter TEXT NOT NULL,
  kind TEXT NOT NULL,
  subject TEXT NOT NULL,
  item TEXT NOT NULL,
  halves $int,
  note TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  at $int NOT NULL
) $strict;

CREATE INDEX evaluation_mark_by_quarter ON evaluation_mark (centre, quarter, id);
