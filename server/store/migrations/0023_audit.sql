-- Who changed what about the installation: a chain of rows that nobody can edit.

-- `hash` covers the row and the hash of the one before it (core/audit_chain.py). `data` is JSON
-- without anything personal of citizens; people of the centre are named by their ids.
CREATE TABLE audit (
  id $key,
  centre TEXT NOT NULL,
  seq $int NOT NULL,
  at $int NOT NULL,
  actor TEXT NOT NULL,
  what TEXT NOT NULL,
  subject TEXT NOT NULL,
  data TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  UNIQUE (centre, seq)
) $strict;

-- A trigger's body stands on one line: statements end with a semicolon at the end of a line.
$only sqlite CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN SELECT RAISE(ABORT, 'rows of the audit trail are kept as they are'); END;

$only sqlite CREATE TRIGGER audit_not_removed BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'rows of the audit trail are kept as they are'); END;

$only postgresql CREATE FUNCTION audit_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'rows of the audit trail are kept as they are'; END $$;

$only postgresql CREATE TRIGGER audit_not_changed BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_is_kept();

$only postgresql CREATE TRIGGER audit_not_emptied BEFORE TRUNCATE ON audit FOR EACH STATEMENT EXECUTE FUNCTION audit_is_kept();
