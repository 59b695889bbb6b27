"""Parts of the stacks, one subject a module."""
