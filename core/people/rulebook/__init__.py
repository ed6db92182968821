"""The screens of the rulebook; they live here because the rulebook itself lies below the lifecycle."""
