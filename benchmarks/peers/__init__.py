"""Other generators, with the same school in their own form."""
