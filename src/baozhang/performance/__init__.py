"""Performance: targets, measured values, scores by a published scheme with their arithmetic, evaluations and what follows from them."""
