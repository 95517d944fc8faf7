"""`python -m interbellum`: the command line."""

from interbellum.cli import main

if __name__ == "__main__":
    main()
