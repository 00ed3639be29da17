"""The managers' page of dossiers: what became of them, what is due, what was told too late."""
