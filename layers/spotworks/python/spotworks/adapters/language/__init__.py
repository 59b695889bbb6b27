"""Language models by wire (docs/adr/0011-vendors-by-wire.md), one vendor a file; `answering` is what they share."""
