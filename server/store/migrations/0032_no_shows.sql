-- Who was called and did not come: consoles list the latest of each counter.

CREATE INDEX ticket_no_show ON ticket (centre, day, counter, called_at)
  WHERE state = 'no_show';
