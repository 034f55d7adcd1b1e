"""The acts of measurement: all writes, from pages, endpoints, files and commands alike."""
