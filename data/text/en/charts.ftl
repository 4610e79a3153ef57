# Texts: charts.
