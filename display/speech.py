"""What the boards say: a call in words, Northern or Southern Vietnamese or English.

The rules live in `hardware.speech.words`, which the kiosk's voice uses too.
"""

from hardware.speech.words import WordsError, call_sentence, number_words

__all__ = ["WordsError", "call_sentence", "number_words"]
