"""How staff come in: sign-in, second factor, sessions, passwords, and the mails about them."""
