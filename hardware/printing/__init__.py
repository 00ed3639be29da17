"""Printing at most once: bytes for ESC/POS printers, their status, a journal, one worker.

What is promised: a job is sent to the printer at most once. Whether the paper came out is known
only when the printer says so afterwards (``printed``); otherwise the job is ``unconfirmed`` and
stays so. Nothing here ever sends a job a second time.

Words that reach a page, which has a text for each:

state of a job      queued, sending, sent, printed, unconfirmed, failed
reason, not final   slow            still under way after some seconds (with sending and sent)
reason, unconfirmed paper_out, cover_open, offline   the printer stopped during the job
                    timeout         the printer stopped taking bytes
                    unplugged       the line broke
                    no_answer       all was sent, and the printer never said that it printed it
                    write_only      this kind of line says nothing back
                    restarted       this program was ended meanwhile
reason, failed      paper_out, cover_open, offline   so before anything was sent
                    refused, unreachable, missing, busy, denied, timeout, unplugged, bad_url,
                    unsupported     the printer could not be reached
                    queue_full, drawing_failed, restarted
state of a printer  ok, paper_low, paper_out, cover_open, offline, unknown (it answers nothing),
                    none (there is no printer)
"""
