-- A province: its centres in a tree, and what several server processes share among them.

-- Province, districts and centres. A centre's place names the centre; `host` is the name (of the
-- web address) under which its public pages are asked for.
CREATE TABLE place (
  id TEXT PRIMARY KEY,
  parent TEXT,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_en TEXT NOT NULL,
  centre TEXT UNIQUE,
  host TEXT UNIQUE,
  created_at $int NOT NULL
) $strict;

CREATE INDEX place_by_parent ON place (parent);

-- Work that one process does for all, for as long as it says so (epoch ms).
CREATE TABLE process_lease (
  name TEXT PRIMARY KEY,
  owner TEXT NOT NULL,
  until $int NOT NULL
) $strict;

-- Centres that live in another store now: this one is kept as it was and served no more.
CREATE TABLE moved_centre (
  centre TEXT PRIMARY KEY,
  at $int NOT NULL
) $strict;
