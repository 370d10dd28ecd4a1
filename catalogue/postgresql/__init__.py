"""Django's PostgreSQL for the processes of the server, where somebody waits for each answer."""
