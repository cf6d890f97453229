"""Tasks that teach back: a bank of them, numbers of one's own, and what a wrong answer tells."""
