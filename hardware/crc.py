"""CRC-16/Modbus, shared by the pad line protocol and by Modbus RTU.

Source: "MODBUS over Serial Line Specification and Implementation Guide V1.02", 6.2.2:
polynomial 0x8005 reflected (0xA001), start value 0xFFFF, no final XOR;
check value of the ASCII text "123456789" is 0x4B37.
"""

_POLYNOMIAL = 0xA001


def _table_entry(byte: int) -> int:
    for _ in range(8):
        byte = (byte >> 1) ^ _POLYNOMIAL if byte & 1 else byte >> 1
    return byte


_TABLE = tuple(_table_entry(byte) for byte in range(256))


def crc16_modbus(data: bytes) -> int:
    """The checksum of `data` as a number, 0..0xFFFF."""
    crc = 0xFFFF
    for byte in data:
        crc = (crc >> 8) ^ _TABLE[(crc ^ byte) & 0xFF]
    return crc
