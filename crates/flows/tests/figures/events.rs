//! Told in its turn.
