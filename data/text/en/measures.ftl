# Texts: measures.
