"""Export: a case as a file that opens anywhere, without Python behind it."""
