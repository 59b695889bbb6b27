"""The commands and their options, by what they are done with. Each imports what does its work when it is called."""
