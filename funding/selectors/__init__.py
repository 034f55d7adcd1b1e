"""Reads of the fund: what pages, mails, files and acts ask."""
