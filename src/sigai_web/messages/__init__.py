"""What people are told: on the site, by mail and by the robots of groups; and what became of each message."""
