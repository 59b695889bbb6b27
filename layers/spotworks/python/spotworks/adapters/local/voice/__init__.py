"""The local voice. Importing it loads numpy; espeak-ng is only ever loaded by its own process."""

from spotworks.adapters.local.voice.maker import LocalVoice

__all__ = ["LocalVoice"]
