"""The hub: typed rows that everything is read into and made from."""
