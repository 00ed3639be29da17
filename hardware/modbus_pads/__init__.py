"""Rating pads on an RS-485 line, read by Modbus RTU: several units, one after the other."""
