"""What goes with the user's code to where it runs."""
