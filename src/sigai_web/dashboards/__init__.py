"""What is seen: cockpit, targets, road map, units, areas, enterprises, explanations, exports."""
