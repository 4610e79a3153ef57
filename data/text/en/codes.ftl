# Texts: codes.
