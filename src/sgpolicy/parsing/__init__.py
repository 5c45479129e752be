"""Files → Document, and blocks → tree. The only importer of Lark."""
