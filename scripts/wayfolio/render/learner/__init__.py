"""Makes the pages of one learner, for the public, the family and the staff."""
