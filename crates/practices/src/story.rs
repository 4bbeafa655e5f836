//! Tells a test's story through the face that the desk uses.
