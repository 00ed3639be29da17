-- What people may add to a rating in their own words, presses whose time nobody knows, and the
-- photos of officers that rating terminals may show.

ALTER TABLE rating ADD COLUMN comment TEXT NOT NULL DEFAULT '';

-- 1 where nobody knows when it was pressed: kept and reported, bound to no ticket.
ALTER TABLE press ADD COLUMN undated $int NOT NULL DEFAULT 0;

-- Small squares: the picture is a JPEG in base64, its id a digest of it.
CREATE TABLE officer_photo (
  centre TEXT NOT NULL,
  person TEXT NOT NULL,
  id TEXT NOT NULL,
  picture TEXT NOT NULL,
  added_at $int NOT NULL,
  PRIMARY KEY (centre, person)
) $strict;
