"""How long people still wait: what is learnt of a centre, and its queue simulated forward.

``nouns`` the words; ``floor`` the queue and the counters as the events told; ``service_times``,
``openings`` and ``arrivals`` what is learnt; ``simulation`` the queue played forward many times;
``calibration`` intervals that hold what they promise. The way in is ``server.core.waits``.
"""
