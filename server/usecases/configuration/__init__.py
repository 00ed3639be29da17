"""A centre's configuration as pieces that can be read, compared, set, and put back as they were.

A piece is one thing an administrator sets up (``service/ho-tich``, ``counter/3``, ``settings``)
with its whole value as plain JSON. Every change is kept as the pieces before and after it, so that
any change can be told and taken back in one step; a file is all pieces together.
"""
