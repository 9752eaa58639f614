"""A finished run to report, bulletin, sheets and charts; never computes."""
