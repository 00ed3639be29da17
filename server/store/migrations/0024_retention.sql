-- What the nightly purge looks for: few rows each, found without reading the others.

CREATE INDEX ticket_identified ON ticket (centre, day) WHERE identity IS NOT NULL;

CREATE INDEX ticket_noted ON ticket (centre, day)
  WHERE note IS NOT NULL OR park_reason IS NOT NULL;

CREATE INDEX rating_commented ON rating (centre, day) WHERE comment <> '';

CREATE INDEX dossier_personal ON dossier (centre, resolved_day)
  WHERE applicant <> '' OR phone <> '' OR lookup IS NOT NULL;

CREATE INDEX dossier_message_noted ON dossier_message (centre, recorded_at) WHERE note <> '';

-- What officers wrote with an event of a ticket lies in its data.
CREATE INDEX event_worded ON event (centre, at)
  WHERE kind IN ('parked', 'sent_away', 'transferred');

CREATE INDEX dossier_event_worded ON dossier_event (centre, at) WHERE data <> '{}';

-- The audit trail's reports of one kind.
CREATE INDEX audit_by_what ON audit (centre, what, seq);
