"""Fetches the alignment models of some languages into SPOTWORKS_ALIGN_MODELS: `python fetch.py en ru`."""

import os
import sys
from pathlib import Path

from spotworks.adapters.media.whisperx import WhisperXAligner

if __name__ == "__main__":
    aligner = WhisperXAligner(folder=Path(os.environ["SPOTWORKS_ALIGN_MODELS"]), device="cpu")
    for language in sys.argv[1:]:
        print(language, aligner.fetch(language))
