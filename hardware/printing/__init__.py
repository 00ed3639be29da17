"""Printing at most once: bytes for ESC/POS printers, their status, a journal, one worker.

What is promised: a job is sent to the printer at most once. Whether the paper came out is known
only when the printer says so afterwards (``printed``); otherwise the job is ``unconfirmed`` and
stays so. Nothing here ever sends a job a second time.
"""
