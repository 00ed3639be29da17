"""How long people still wait: what is learnt of a centre, and its queue simulated forward.

``nouns`` the words; ``floor`` the queue and the counters as the events told; ``service_times``,
``openings`` and ``arrivals`` what is learnt; ``prepared`` what is played, ``simulation`` the queue
played forward many times; ``calibration`` intervals that hold what they promise, ``steadiness``
times that stay when little has changed. The way in is ``server.core.waits``.
"""
