-- A centre's own list of everyday words for official ones (JSON); none: the list shipped with the
-- program.
CREATE TABLE synonym_list (
  centre TEXT PRIMARY KEY,
  content TEXT NOT NULL,
  changed_at $int NOT NULL,
  actor TEXT NOT NULL
) $strict;
