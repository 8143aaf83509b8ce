# Makes the tables in results/ anew: the index of values.csv and framework.csv by COINr, an independent program
# (https://bluefoxr.github.io/COINr/, version 1.1.14, under R 4.2). In this folder: Rscript make.R
library(COINr)

values <- read.csv("values.csv")
framework <- read.csv("framework.csv", na.strings = "")
leaves <- framework$level == 1

data <- data.frame(uCode = values$unit, values[framework$code[leaves]], group = values$group)
meta <- data.frame(
  iCode = framework$code, Parent = framework$parent, Level = framework$level, Direction = framework$direction,
  Weight = framework$weight, Type = ifelse(leaves, "Indicator", "Aggregate"),
  Target = framework$target, dist2targ_cap_max = TRUE, goalpost_lower = framework$lower,
  goalpost_upper = framework$upper, goalpost_scale = 100, goalpost_trunc2posts = TRUE
)
meta[nrow(meta) + 1, c("iCode", "Type")] <- c("group", "Group")

minmax <- function(low, high) list(f_n = "n_minmax", f_n_para = list(l_u = c(low, high)))
own <- function(name) list(f_n = name, f_n_para = "use_iMeta")
pulled <- function(most, skew, kurtosis, transform) list(
  f1 = "winsorise", f1_para = list(winmax = most, skew_thresh = skew, kurt_thresh = kurtosis), f2 = transform,
  f_pass = "check_SkewKurt", f_pass_para = list(skew_thresh = skew, kurt_thresh = kurtosis)
)

# For each case: how to normalise and to aggregate and, where it is done, to fill gaps, to treat outliers and which
# share of its children a parent needs.
cases <- list(
  plain = list(minmax(0, 100), "a_amean"),
  threshold = list(minmax(0, 100), "a_amean", share = 0.8),
  treated = list(minmax(0, 100), c("a_amean", "a_amean", "a_gmean"), treat = pulled(5, 2, 3.5, "log_CT")),
  strict = list(minmax(0, 100), "a_amean", treat = pulled(1, 1.5, 3, "log_CT_plus")),
  deviations = list(list(f_n = "n_zscore", f_n_para = list(m_sd = c(0, 1))), "a_amean"),
  targets = list(own("n_dist2targ"), "a_amean"),
  reference = list(list(f_n = "n_dist2ref", f_n_para = list(iref = 4)), "a_amean"),
  goalposts = list(own("n_goalposts"), "a_amean"),
  percentiles = list(list(f_n = "n_prank"), "a_amean"),
  geometric = list(minmax(1, 100), "a_gmean"),
  harmonic = list(minmax(1, 100), "a_hmean"),
  filled = list(minmax(0, 100), "a_amean", fill = TRUE)
)

keep <- function(frame, case, name) {
  frame <- frame[order(frame$uCode), c("uCode", framework$code)]
  names(frame)[1] <- "unit"
  frame[-1] <- lapply(frame[-1], function(x) ifelse(is.na(x), "", sprintf("%.17g", x)))
  write.csv(frame, file.path("results", paste0(case, "-", name, ".csv")), row.names = FALSE, quote = FALSE)
}

compute <- function(case, chosen) {
  coin <- new_coin(data, meta, level_names = c("indicator", "pillar", "part", "whole"), quietly = TRUE)
  set <- "Raw"
  if (!is.null(chosen$fill)) {
    coin <- Impute(coin, dset = set, f_i = "i_mean_grp", use_group = "group")
    set <- "Imputed"
  }
  if (!is.null(chosen$treat)) {
    coin <- Treat(coin, dset = set, global_specs = chosen$treat)
    set <- "Treated"
  }
  coin <- Normalise(coin, dset = set, global_specs = chosen[[1]])
  coin <- Aggregate(coin, dset = "Normalised", f_ag = chosen[[2]], dat_thresh = chosen$share)
  keep(get_dset(coin, "Aggregated"), case, "scores")
  keep(get_results(coin, dset = "Aggregated", tab_type = "Full", use = "ranks"), case, "ranks")
}

dir.create("results", showWarnings = FALSE)
for (case in names(cases)) compute(case, cases[[case]])
