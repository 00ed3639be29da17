"""The voice: words of a call, the engines that speak them and the chime.

    words.py ──> utterance.py ──> voice.py ──> WAV
    (pure)       (pure)             │
                       clip_engine.py, espeak.py, chime.py

Nothing here needs the internet; each part works without the one after it.
"""
