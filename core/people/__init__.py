"""Sign-in, choice of office, appointments and master data screens."""
