"""What the floor can be told to do: one function, one transaction each.

Every use case takes a ``Change`` (the transaction with its centre and time) and plain values,
decides by the rules of ``core``, writes through ``store``, notes the rooms it touched, and returns
what the caller asked for. Nothing is published before the commit.
"""
