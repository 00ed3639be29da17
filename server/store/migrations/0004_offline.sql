-- Numbers leased to kiosks for the time without a network, and tickets that were issued from them.

-- How many tickets of the day there are: once online numbering jumps over leased numbers, the last
-- serial is no count any more.
ALTER TABLE line ADD COLUMN issued $int NOT NULL DEFAULT 0;
UPDATE line SET issued = last_serial;

-- The leased serials ahead of last_serial, always one run: online numbering jumps over it. No
-- serial lies in the run 0..-1.
ALTER TABLE line ADD COLUMN leased_first $int NOT NULL DEFAULT 0;
ALTER TABLE line ADD COLUMN leased_last $int NOT NULL DEFAULT -1;

-- One block of one kiosk. `holder` names the kiosk's own store of offline tickets: a kiosk that has
-- lost it must not be given the same numbers again. Numbers before `next_serial` are used.
CREATE TABLE number_block (
  centre TEXT NOT NULL,
  day TEXT NOT NULL,
  service TEXT NOT NULL,
  device TEXT NOT NULL,
  holder TEXT NOT NULL,
  prefix TEXT NOT NULL,
  first_serial $int NOT NULL,
  last_serial $int NOT NULL,
  next_serial $int NOT NULL,
  leased_at $int NOT NULL,
  PRIMARY KEY (centre, day, service, first_serial)
) $strict;

CREATE INDEX number_block_by_device ON number_block (centre, device, day);
