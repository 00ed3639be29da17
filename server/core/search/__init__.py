"""Finding a procedure in the citizen's own words: folding, spelling, everyday words, ranking.

Nothing here reads a store or a file: ``finder.Finder`` is made from the rows of a catalogue and a
list of everyday words, and answers queries from memory.
"""
