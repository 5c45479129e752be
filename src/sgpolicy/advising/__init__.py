"""Advice without a policy at hand: diagrams over readings, least changes, searches, what suffices.

Nothing here evaluates; what has to be evaluated is asked of a callable that comes along.
"""
