"""The application border: an applicant's data comes in and leaves as typed records.

`documents` reads YAML and JSON text, `reading` binds it to a policy's facts, `values` reads one
value by its type; `writing`, `template`, `schema` and `modelling` are the other directions:
canonical data, a form to fill in, a JSON Schema, a pydantic model. Nothing here raises on an
applicant's data: what is wrong is a `problems.Problem`, and all of them come out together.
"""
