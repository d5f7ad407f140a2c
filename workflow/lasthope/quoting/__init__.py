"""What :mod:`lasthope.quoting.quotations` is made of, from words to speakers."""
