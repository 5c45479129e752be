"""What flows through the stages: one module per representation, records only.

document → tree → program → core → trace → explanation; application comes in from the side.
"""
