"""One module per family of attacks, each a table `ATTACKS`."""
