"""Signal processing that the local sound makers share, in numpy alone."""
