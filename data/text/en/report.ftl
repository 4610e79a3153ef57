# Texts: report.
