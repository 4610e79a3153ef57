# Planning: how many answers.
