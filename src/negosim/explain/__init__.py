"""Why a solution holds and what would change it: checked objects first, sentences made from them."""

from negosim.explain.reasons import Alternative, Explanation, Reason, Reply, TermShare, explain, explanation

__all__ = ["Alternative", "Explanation", "Reason", "Reply", "TermShare", "explain", "explanation"]
