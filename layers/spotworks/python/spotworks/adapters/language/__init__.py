"""Language models by wire (docs/adr/0011-vendors-by-wire.md), one vendor a file; `answering` is what they share."""

BUILT_IN = {
    "anthropic": "spotworks.adapters.language.anthropic:Claude",
    "google": "spotworks.adapters.language.gemini:Gemini",
    "openai": "spotworks.adapters.language.openai:Responses",
}
"""As in pyproject.toml: in a Lambda our code is a plain folder that no entry point leads to."""
