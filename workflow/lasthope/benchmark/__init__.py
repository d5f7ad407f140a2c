"""Tasks of others, on whose data methods of this project are measured."""
