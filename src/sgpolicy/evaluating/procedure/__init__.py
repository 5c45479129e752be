"""What a history comes to under a policy: acts judged in their order, titles, duties, what may come next.

Procedures in general only: steps with their actors, order, alternatives, delegation and requirements;
titles that a step grants, for a period, on conditions; duties that recur. All of any one law is in its
policy's files.
"""
