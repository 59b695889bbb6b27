"""One use case a file, named as its state and its function. Pure: the world comes in through `ports`."""
