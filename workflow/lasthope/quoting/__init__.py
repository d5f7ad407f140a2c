"""What :mod:`lasthope.quotations` is made of, from words to speakers."""
