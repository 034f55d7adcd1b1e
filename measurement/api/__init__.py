"""The API of measures, cycles, reports and reviews: the same forms, acts and policies as the pages."""
