"""An innovation's proposal in one edition: writing, sign-off, screening."""
