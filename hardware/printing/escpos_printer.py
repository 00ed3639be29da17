"""python-escpos, imported so that it leaves nothing behind.

Its import makes a new temporary folder each time and puts a copy of its list of printers there,
whatever it is configured to. The folder is made inside one that goes away when the import is done.
"""

from __future__ import annotations

import tempfile

_before = tempfile.tempdir
with tempfile.TemporaryDirectory(prefix="motcua-escpos-") as _folder:
    tempfile.tempdir = _folder
    try:
        from escpos.printer import Dummy
    finally:
        tempfile.tempdir = _before

__all__ = ["Dummy"]
