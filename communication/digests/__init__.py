"""The personal digest: planned by slots, built once, frozen, and asked again before it leaves.

plan.py     which slots are due: rows (person, slot), inserted before anything is read
sections.py what stands in it: duties now, and pending deliveries
groups.py   the block on the groups' progress
build.py    claim, gather, freeze, queue; settle what became of it
render.py   the frozen content as subject, text and HTML
"""
