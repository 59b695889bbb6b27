"""How far the words of captions are from those of a transcription."""

import unicodedata

import jiwer


def word_error_rate(script: str, transcription: str) -> float | None:
    """0 for the same words; None if either holds none. Case, punctuation and ё are not looked at."""
    said, heard = (_words(text) for text in (script, transcription))
    return float(jiwer.wer(said, heard)) if said and heard else None


def _words(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text).casefold().replace("ё", "е")
    letters = "".join(c if c.isalnum() or unicodedata.category(c) in {"Mn", "Mc"} else " " for c in plain)
    return " ".join(letters.split())
