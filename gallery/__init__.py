"""`make gallery`: everything Spotworks can draw, rendered and laid out to be looked at. Golden frames use its reels."""
