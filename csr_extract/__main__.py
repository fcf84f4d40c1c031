"""`python -m csr_extract` is `csr-extract`."""

from csr_extract.cli.main import main

if __name__ == "__main__":
    main()
