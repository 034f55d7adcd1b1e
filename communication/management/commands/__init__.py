"""Commands of communication."""
