"""The ways back: one module for each kind of figure that is traced."""
