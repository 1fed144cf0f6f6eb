"""Reading what people wrote. The only room that reads content; beyond it there are frozen types."""
