"""Importing this has garbage looked for less often, so it is imported before all else.

What is imported stays, and with Python's own threshold of 700 new objects it is gone through dozens of times while more
of it comes: a sixth of the CPU that a cold start takes (docs/benchmarks.md).
"""

import gc

gc.set_threshold(50_000, 20, 100)
