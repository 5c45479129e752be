"""Colours for rules: which kind of thing each stretch of a rule's text is.

`classes` says what each word of the language does, `rules` how the text is taken apart; the Pygments lexer and
the editors' TextMate grammar are both made of these, so that neither can differ from the language.
"""
