"""Clips by open models on this machine: `diffusers` and PyTorch, of which nothing is imported before the first one."""

from spotworks.adapters.diffusion.diffuser import LocalDiffuser

__all__ = ["LocalDiffuser"]
