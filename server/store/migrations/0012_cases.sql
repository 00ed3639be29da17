-- What is done about a reason that citizens gave.

CREATE TABLE feedback_case (
  id TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  reason TEXT NOT NULL,
  -- What it is limited to, if anything.
  service TEXT,
  counter TEXT,
  state TEXT NOT NULL,
  -- The day a plan is for, and the day it was done.
  due TEXT,
  done_day TEXT,
  opened_at $int NOT NULL,
  changed_at $int NOT NULL
) $strict;

CREATE INDEX feedback_case_by_centre ON feedback_case (centre, state, changed_at);

-- Ratings that give a reason: few of all, and asked for over months.
CREATE INDEX rating_with_reasons ON rating (centre, day, service, counter, reasons)
  WHERE reasons <> '[]';

-- Every step of a case, never changed afterwards: internal notes apart from words for the public.
CREATE TABLE feedback_step (
  feedback_case TEXT NOT NULL,
  seq $int NOT NULL,
  step TEXT NOT NULL,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  note TEXT NOT NULL,
  words TEXT NOT NULL,
  words_en TEXT NOT NULL,
  due TEXT,
  PRIMARY KEY (feedback_case, seq)
) $strict;
