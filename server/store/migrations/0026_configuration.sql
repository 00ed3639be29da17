-- Every change of a centre's configuration, whole, so that it can be told and taken back.

CREATE TABLE configuration_change (
  id $key,
  centre TEXT NOT NULL,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  -- What was done, as a code that pages have words for.
  kind TEXT NOT NULL,
  -- The pieces that changed as {piece: value or null}: as they were, and as they became.
  before TEXT NOT NULL,
  after TEXT NOT NULL,
  undone_at $int
) $strict;

CREATE INDEX configuration_change_by_centre ON configuration_change (centre, id);
