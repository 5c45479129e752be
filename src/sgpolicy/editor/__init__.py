"""The language server: what an editor asks about a policy's files while they are written.

Only `server` and the modules it registers speak the protocol; what they answer comes from the same
reader, checker and formatter as the command's. `session` keeps the open files and the folders, `view` is
one file of a checked folder as a feature sees it.
"""
