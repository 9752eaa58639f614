"""What the plan names: enterprises, projects and places, linked to what stands for them, and where each stands."""
