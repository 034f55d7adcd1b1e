"""One function per screen: it asks selectors and returns one frozen dataclass that page, print, API and pack share."""
