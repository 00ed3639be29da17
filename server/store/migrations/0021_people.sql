-- People: where else they may work, how they prove who they are, and what slows down guessing.
-- Times are epoch milliseconds (UTC).

-- A role beyond the home centre: in a centre, in all below a place, or ('*') everywhere.
CREATE TABLE person_grant (
  person TEXT NOT NULL,
  scope TEXT NOT NULL,
  role TEXT NOT NULL,
  PRIMARY KEY (person, scope)
) $strict;

-- Whether the password was set by somebody else and must be changed at the next sign-in.
ALTER TABLE person ADD COLUMN temporary $int NOT NULL DEFAULT 0;

-- A session ends so long after it was last used.
ALTER TABLE token ADD COLUMN seen_at $int;
ALTER TABLE token ADD COLUMN idle_ms $int;

CREATE INDEX token_by_person ON token (person) WHERE person IS NOT NULL;

-- Tries to sign in, counted under digests of who tried: nobody's name or address is kept.
CREATE TABLE sign_in_try (
  who TEXT PRIMARY KEY,
  failures $int NOT NULL,
  locked_until $int NOT NULL,
  last_at $int NOT NULL
) $strict;

CREATE INDEX sign_in_try_by_time ON sign_in_try (last_at);

-- Browsers somebody has signed in with before: what strangers do does not lock them out.
CREATE TABLE known_browser (
  hash TEXT PRIMARY KEY,
  person TEXT NOT NULL,
  created_at $int NOT NULL
) $strict;

CREATE INDEX known_browser_by_person ON known_browser (person, created_at);

-- The second factor. The secret is sealed with the installation's key, which is not in the store.
CREATE TABLE person_totp (
  person TEXT PRIMARY KEY,
  secret TEXT NOT NULL,
  confirmed_at $int,
  -- The time step of the code used last: no code is taken twice.
  last_step $int NOT NULL
) $strict;

CREATE TABLE recovery_code (
  person TEXT NOT NULL,
  hash TEXT NOT NULL,
  used_at $int,
  PRIMARY KEY (person, hash)
) $strict;
