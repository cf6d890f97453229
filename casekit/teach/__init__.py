"""Teaching: what a class answered, drawn for the class, and the instructor's buttons.

Answers stay in the folder that the user names; nothing here writes them to a log or sends them anywhere.
"""
