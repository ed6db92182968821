"""Forms of this chapter: input to clean data; they never save."""
