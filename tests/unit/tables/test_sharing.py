"""Work shared out over threads: every piece is done once, and what goes wrong is told."""

import threading
from collections import Counter

import pytest

from sgpolicy.tables.fused.sharing import share_out


@pytest.mark.parametrize("threads", [1, 2, 5, None])
@pytest.mark.parametrize("pieces", [[], ["甲"], range(1000)])
def test_every_piece_is_done_once(threads, pieces):
    done, hands = [], []

    def hand():
        hands.append(threading.get_ident())
        return done.append

    share_out(hand, pieces, threads)
    assert Counter(done) == Counter(pieces)
    assert len(hands) <= max(1, min(threads or len(pieces), len(pieces)))


@pytest.mark.parametrize("threads", [1, 2])
def test_what_goes_wrong_is_told(threads):
    def do(piece):
        if piece == 7:
            raise ValueError(piece)

    with pytest.raises(ValueError, match="7"):
        share_out(lambda: do, range(20), threads)
