-- Who must have a second factor, and how often signing in failed. Times are epoch milliseconds.

-- The roles that need one from `since` on, in a centre or ('*') everywhere: words with spaces
-- between.
CREATE TABLE second_factor_rule (
  centre TEXT PRIMARY KEY,
  roles TEXT NOT NULL,
  since $int NOT NULL
) $strict;

-- Failures of somebody within a day from `since` on: the audit trail is told of some of them only,
-- so that a flood does not fill it. `who` is a person's id, or empty for names nobody has.
CREATE TABLE sign_in_trouble (
  centre TEXT NOT NULL,
  what TEXT NOT NULL,
  who TEXT NOT NULL,
  times $int NOT NULL,
  since $int NOT NULL,
  PRIMARY KEY (centre, what, who)
) $strict;
