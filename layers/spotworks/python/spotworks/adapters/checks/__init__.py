"""The last look at a finished video, one group of checks a file; `checker` runs them all."""
