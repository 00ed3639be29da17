"""The demo: a sample centre, its virtual hardware and its simulated people."""
