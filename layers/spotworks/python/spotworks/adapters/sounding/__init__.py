"""Voices, effects and music that were bought from vendors, as the documents and files that the edit takes.

Vendors speak through adapters/providers; what they deliver is checked, kept for the tenant, fitted and levelled here.
"""
