"""Rules as pure functions on plain dataclasses.

Standard library only; nothing here reads a clock, a random source or a store: time and ids are
arguments. Times are epoch milliseconds in UTC, durations are seconds unless a name says otherwise.
"""
