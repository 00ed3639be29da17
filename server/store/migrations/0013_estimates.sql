-- Every estimate of a wait that somebody was shown, and what happened then.

-- One a ticket and minute (epoch minutes): however often, and by however many server processes, it
-- was shown in that minute. Quantiles are seconds from `at` (epoch ms).
CREATE TABLE estimate (
  ticket TEXT NOT NULL,
  minute $int NOT NULL,
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  service TEXT NOT NULL,
  at $int NOT NULL,
  -- 1 for what was told with the ticket itself.
  at_issue $int NOT NULL,
  p10 $int NOT NULL,
  p50 $int NOT NULL,
  p90 $int NOT NULL,
  basis TEXT NOT NULL,
  -- Milliseconds from `at` until the ticket was called; null while it was not.
  waited_ms $int,
  PRIMARY KEY (ticket, minute)
) $strict;

-- What a report over some days reads; tickets are left out, so that it grows at its end.
CREATE INDEX estimate_by_day ON estimate (centre, day, at_issue);
