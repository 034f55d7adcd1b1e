"""The parts of the door for files: sheets, columns, and a reader for each kind. Others use `intake` and `importing`."""
