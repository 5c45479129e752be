"""Tables and tree → Program: names bound, double and unknown ones reported."""
