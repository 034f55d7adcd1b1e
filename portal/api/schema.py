"""How the API's schema groups its operations: by the noun that an address is about, not all below one initiative."""

from drf_spectacular.openapi import AutoSchema


class ByNoun(AutoSchema):
    """One group for each noun: `initiatives/{initiative}/measures/…` belongs to measures."""

    def get_tags(self) -> list[str]:
        """The first word after the parent that the address names, else the first word."""
        words = [word for word in self._tokenize_path() if word]
        inside = [word for word in words[1:] if not word.startswith("{")]
        return [(inside if words[:1] == ["initiatives"] and inside else words or ["root"])[0]]
