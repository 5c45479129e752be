"""A regulation's text as found → the beginnings of its policy folder: mended, cut into clauses, with drafts.

Text goes through the modules in this order: `reading` (bytes to text; Word files by `word_text`), `mending`
(what is no text of the law goes, damaged brackets are put right), `paragraphs` (broken lines are joined),
`structure` (chapters, articles, items), `front_matter` (title, number, issuer, date), `recognising` with its
parts (drafts of declarations), `layout` (the files). Everything is by rule and in order: the same text
always becomes the same folder.
"""
