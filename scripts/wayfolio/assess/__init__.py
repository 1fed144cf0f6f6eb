"""What ratings amount to: figures, stages, requirements, awards. Knows no files and no words."""
