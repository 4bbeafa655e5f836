//! Who is reached when time runs out, when everybody is needed, and when nobody answers.
mod calls;
mod ladder;
mod problems;
mod rotas;
