"""The pages a trainee and an instructor see, and the guard in front of them."""
