"""Virtual twins of the hardware, speaking the real protocols."""
