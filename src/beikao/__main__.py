"""`python -m beikao`, the same as the command `beikao`."""

from beikao.cli.main import main

if __name__ == "__main__":
    main()
