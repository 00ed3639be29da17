"""Where is my dossier? The page a receipt's QR code opens."""
