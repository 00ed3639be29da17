"""Setting up a kiosk's machine: its services, and a look at what works."""
