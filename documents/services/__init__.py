"""Acts of documents."""
