"""The picture of a paper ticket: its template, its words, and how both are drawn.

Kiosks print these pictures and the server's preview shows them: the very same code draws both.
"""
