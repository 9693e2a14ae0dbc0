"""In class: sheets to hand out, one actor played against the solution, and what a class's plays show."""
