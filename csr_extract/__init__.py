"""csr-extract rates corporate social responsibility reports by the China CSR Development Index."""

__version__ = "0.1.0"
