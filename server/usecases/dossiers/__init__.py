"""The register of dossiers: intake, progress, files, and what departments tell."""
