# Reads what sst wrote, computes some of it again from the tidy table with base R, and stops where a number differs.
#
#   Rscript recompute.R FOLDER
#
# The folder has results.csv and results.xlsx (`sst rates ... --by month`) and tidy.client-data.csv (`sst tidy`). The
# package readxl reads the workbook; everything else is base R.

folder <- commandArgs(trailingOnly = TRUE)[1]
path <- function(name) file.path(folder, name)

same <- function(found, expected, what) {
  both <- is.na(found) & is.na(expected)
  off <- !both & !(abs(found - expected) <= 1e-12)
  off[is.na(off)] <- TRUE
  if (length(found) != length(expected) || any(off)) {
    stop(what, ": ", paste(head(found[off]), collapse = " "), " here, ", paste(head(expected[off]), collapse = " "), " by sst")
  }
}

# The mark at the start of a CSV is for Excel.
read_csv <- function(name) read.csv(path(name), fileEncoding = "UTF-8-BOM", na.strings = "", check.names = FALSE)

results <- read_csv("results.csv")
workbook <- as.data.frame(readxl::read_excel(path("results.xlsx"), sheet = "Results", guess_max = 100000))
stopifnot(identical(names(workbook), names(results)), nrow(workbook) == nrow(results), nrow(results) > 50)
for (column in names(results)) {
  if (is.numeric(results[[column]])) {
    same(as.numeric(workbook[[column]]), results[[column]], paste("xlsx,", column))
  } else {
    stopifnot(identical(as.character(workbook[[column]]), as.character(results[[column]])))
  }
}
cat(nrow(results), "rows are the same in the CSV and the workbook\n")

sessions <- read_csv("tidy.client-data.csv")
attended <- sessions[sessions$status %in% "attended", ]
month <- substr(attended$session_date, 1, 7)

intervals <- 0
for (one in sort(unique(month))) {
  answers <- attended$helpfulness[month == one]
  answers <- answers[!is.na(answers)]
  by <- paste0("{\"month\":\"", one, "\"}")
  row <- results[results$measure == "helpful" & results$by == by, ]
  stopifnot(nrow(row) == 1)
  same(sum(month == one), row$eligible, paste("helpful, could be asked,", one))
  same(length(answers), row$answered, paste("helpful, answered,", one))
  same(sum(answers >= 4), row$events, paste("helpful, events,", one))
  same(mean(answers >= 4), row$estimate, paste("helpful,", one))
  if (row$method == "wilson") {
    intervals <- intervals + 1
    # Without the correction for continuity this is Wilson's interval.
    interval <- suppressWarnings(prop.test(sum(answers >= 4), length(answers), conf.level = row$level, correct = FALSE))$conf.int
    same(interval[1], row$low, paste("helpful, low,", one))
    same(interval[2], row$high, paste("helpful, high,", one))
  }
}
stopifnot(intervals > 0)

days <- as.numeric(as.Date(attended$session_date) - as.Date(attended$request_date))
days[attended$access %in% "walk-in"] <- 0
wait <- results[results$measure == "wait_days" & results$kind == "mean" & results$by == "{}", ]
same(sum(!is.na(days)), wait$answered, "waits")
same(mean(days, na.rm = TRUE), wait$estimate, "mean wait")
half <- qt(1 - (1 - wait$level) / 2, sum(!is.na(days)) - 1) * sd(days, na.rm = TRUE) / sqrt(sum(!is.na(days)))
same(mean(days, na.rm = TRUE) - half, wait$low, "mean wait, low")
same(mean(days, na.rm = TRUE) + half, wait$high, "mean wait, high")
cat(nrow(sessions), "sessions,", intervals, "intervals of Wilson's, the mean wait and its interval: as sst has them\n")
