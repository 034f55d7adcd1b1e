"""A reader with patience: every world that fits all that was published, by plain search.

    attack(cells, statements, most) -> {cell: (low, high)}     a statement is ({cell: factor}, low, high)

Kept apart from the code it tests: no linear programme, only bounds that are tightened until nothing moves, and then
trying each value in turn.
"""


def _tightened(spans, statements):
    """Spans narrowed by every statement until nothing moves; None if no world is left."""
    spans = dict(spans)
    moved = True
    while moved:
        moved = False
        for factors, low, high in statements:
            least = sum(factor * spans[cell][0 if factor > 0 else 1] for cell, factor in factors.items())
            most = sum(factor * spans[cell][1 if factor > 0 else 0] for cell, factor in factors.items())
            if least > high or most < low:
                return None
            for cell, factor in factors.items():
                old_low, old_high = spans[cell]
                own = (factor * old_low, factor * old_high)
                room_up = high - (least - min(own))
                room_down = low - (most - max(own))
                if factor > 0:
                    new = (max(old_low, -(-room_down // factor)), min(old_high, room_up // factor))
                else:
                    new = (max(old_low, -(room_up // -factor)), min(old_high, -room_down // -factor))
                if new[0] > new[1]:
                    return None
                if new != spans[cell]:
                    spans[cell] = new
                    moved = True
                    break
            if moved:
                break
    return spans


def _possible(spans, statements):
    """Whether one world fits."""
    spans = _tightened(spans, statements)
    if spans is None:
        return False
    open_cells = [cell for cell, (low, high) in spans.items() if low < high]
    if not open_cells:
        return True
    cell = min(open_cells, key=lambda cell: spans[cell][1] - spans[cell][0])
    low, high = spans[cell]
    middle = (low + high) // 2
    return _possible(spans | {cell: (low, middle)}, statements) or _possible(
        spans | {cell: (middle + 1, high)}, statements
    )


def attack(cells, statements, most=200):
    """The exact smallest and largest value of every cell."""
    start = _tightened(dict.fromkeys(cells, (0, most)), statements)
    assert start is not None, "the published statements contradict each other"
    found = {}
    for cell in cells:
        low, high = start[cell]
        ends = []
        for values in (range(low, high + 1), range(high, low - 1, -1)):
            ends.append(next(value for value in values if _possible(start | {cell: (value, value)}, statements)))
        found[cell] = tuple(ends)
    return found


def leaks(spans, hidden, width=5):
    """Hidden cells known more closely than `width`."""
    return {cell: spans[cell] for cell in hidden if spans[cell][1] - spans[cell][0] < width}
