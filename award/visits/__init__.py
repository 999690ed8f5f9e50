"""Field verification: visits, the check of an entry's claims, its evidence, and the plenary."""
