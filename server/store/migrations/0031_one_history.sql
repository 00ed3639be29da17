-- One history of the configuration: changes of the settings that were kept apart move into it. Ids
-- rise with time, so the rows are numbered anew.

-- Both kept a change since the configuration has its history; taken back in one, it is so here too.
UPDATE configuration_change SET undone_at = (
  SELECT MAX(s.undone_at) FROM setting_change s
  WHERE s.centre = configuration_change.centre AND s.at = configuration_change.at
)
WHERE undone_at IS NULL AND kind IN ('settings', 'rating_words', 'evaluation');

CREATE TABLE whole_history (
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

INSERT INTO whole_history (centre, at, actor, kind, before, after, undone_at)
SELECT centre, at, actor, kind, before, after, undone_at FROM (
  SELECT 0 AS place, id, centre, at, actor, 'settings' AS kind,
    '{"settings": ' || before || '}' AS before, '{"settings": ' || after || '}' AS after, undone_at
  FROM setting_change s WHERE before <> after AND NOT EXISTS (
    SELECT 1 FROM configuration_change c WHERE c.centre = s.centre AND c.at = s.at
  )
  UNION ALL
  SELECT 1, id, centre, at, actor, kind, before, after, undone_at FROM configuration_change
) AS kept ORDER BY at, place, id;

DROP TABLE setting_change;
DROP TABLE configuration_change;
ALTER TABLE whole_history RENAME TO configuration_change;

CREATE INDEX configuration_change_by_centre ON configuration_change (centre, id);
