-- What has happened in one centre since the last look: without this, a look reads the events of
-- all centres after it.

CREATE INDEX event_of_centre ON event (centre, id);
