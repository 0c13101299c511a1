"""The election itself: pure simulations and mathematics, with no screen, file or clock."""
