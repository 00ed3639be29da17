"""The manager's page of satisfaction: figures with their base, and what is done about them."""
