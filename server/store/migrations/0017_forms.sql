-- The paper forms of dossiers: the wording centres give them, and every sheet that was issued.

-- Each change of wording is a row of its own: an old sheet names the one it was printed with.
CREATE TABLE form_text (
  centre TEXT NOT NULL,
  form TEXT NOT NULL,
  version $int NOT NULL,
  -- {"vi": {block: text}, "en": {...}}; a block that is not there has the template's usual text.
  texts TEXT NOT NULL,
  author TEXT NOT NULL,
  made_at $int NOT NULL,
  PRIMARY KEY (centre, form, version)
) $strict;

-- The last number of each form in a year.
CREATE TABLE form_serial (
  centre TEXT NOT NULL,
  form TEXT NOT NULL,
  year $int NOT NULL,
  last $int NOT NULL,
  PRIMARY KEY (centre, form, year)
) $strict;

-- A sheet as it was given: append-only, but that the person may be erased.
CREATE TABLE dossier_form (
  centre TEXT NOT NULL,
  code TEXT NOT NULL,
  form TEXT NOT NULL,
  -- Which of this dossier's sheets of this form, from 1.
  nth $int NOT NULL,
  year $int NOT NULL,
  number $int NOT NULL,
  label TEXT NOT NULL,
  -- Versions: the template, the form's wording, the wording common to all (0: the usual one).
  template $int NOT NULL,
  wording $int NOT NULL,
  common $int NOT NULL,
  issued_at $int NOT NULL,
  actor TEXT NOT NULL,
  applicant TEXT NOT NULL,
  phone TEXT NOT NULL,
  facts TEXT NOT NULL,
  PRIMARY KEY (centre, code, form, nth)
) $strict;

CREATE UNIQUE INDEX dossier_form_by_number ON dossier_form (centre, form, year, number);
