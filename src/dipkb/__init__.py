"""A diplomatic-events knowledge base: articles in, a checked and queryable RDF graph out."""

__version__ = "0.1.0"
