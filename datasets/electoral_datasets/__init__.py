"""What the school looks at: data sets with their cards, and the catalogues of words."""
