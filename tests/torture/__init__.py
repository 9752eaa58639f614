"""`make torture`: a real site under load that is killed, filled up and restarted, round after round, and held against
what its clients were told. Whatever was acknowledged must be there, exactly once."""
