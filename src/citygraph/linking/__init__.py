"""Links to other collections: proposed, reviewed, checked, and never guessed."""
