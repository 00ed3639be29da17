-- Boards of the hall, and the pictures and short videos they show.

-- `setup` is JSON (core/board.py); the whole centre's board is here only once it was changed.
CREATE TABLE board (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  setup TEXT NOT NULL,
  changed_at $int NOT NULL,
  PRIMARY KEY (centre, id)
) $strict;

-- What was uploaded; the files lie in the data folder under their id, a digest of their content.
CREATE TABLE board_media (
  centre TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  type TEXT NOT NULL,
  size $int NOT NULL,
  added_at $int NOT NULL,
  PRIMARY KEY (centre, id)
) $strict;
