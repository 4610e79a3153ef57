# The differences of overlap.csv with R's survey package, as compare.rs holds them: Rscript overlap.R (R 4.2.2, survey 4.1.1).
library(survey)
d <- read.csv("overlap.csv")
d <- d[!is.na(d$helpfulness), ]
d$y <- as.numeric(d$helpfulness >= 4)
d$half <- ifelse(substr(d$session_date, 6, 7) <= "06", "first", "second")
difference <- function(group, a, b) {
  two <- d[d[[group]] %in% c(a, b), ]
  design <- svydesign(ids = ~client_id, data = two, weights = ~1)
  shares <- svyby(~y, as.formula(paste0("~", group)), design, svymean, covmat = TRUE)
  contrast <- svycontrast(shares, setNames(c(1, -1), c(a, b)))
  clients <- length(unique(two$client_id))
  both <- length(intersect(two$client_id[two[[group]] == a], two$client_id[two[[group]] == b]))
  p <- 2 * pt(-abs(coef(contrast) / SE(contrast)), clients - 1)
  cat(group, a, b, sprintf("%.15g", c(coef(contrast), SE(contrast), p)), "clients on both sides", both, "\n")
}
difference("half", "second", "first")
difference("site", "East", "North")
difference("site", "East", "South")
difference("site", "North", "South")
