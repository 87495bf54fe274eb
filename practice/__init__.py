"""One trainee practising: the exchange, the room, the report, what is kept."""
