"""How a platform and its providers frame a takedown."""

__version__ = "0.1.0"
