-- Who gave a device its token, and which program it says it runs. `seen_at`, which is there since
-- sessions note their use, is when a device was last heard of.

ALTER TABLE token ADD COLUMN made_by TEXT;
ALTER TABLE token ADD COLUMN version TEXT NOT NULL DEFAULT '';
