"""Acts of communication."""
