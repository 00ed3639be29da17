"""LED signs: what they show, their two protocols, and the bus they hang on."""
