"""What every part needs: issues and errors, periods, units, the hash chain of the journal."""
