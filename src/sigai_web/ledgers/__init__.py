"""The pages of every ledger, from its definition: lists, records, transitions, attachments, deadlines."""
