"""What a history comes to, in microseconds: a policy's procedure as generated functions.

The meaning is `evaluating.procedure`; here stands the same under fixed readings, without what only
explanations need. What cannot be done exactly here is found out and left to the other.
"""
