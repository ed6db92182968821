"""Who holds which office when: persons, units, dated appointments and deputies."""
