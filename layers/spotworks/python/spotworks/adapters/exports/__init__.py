"""A finished edit as others want it: packages of files for buyers and broadcasters."""
