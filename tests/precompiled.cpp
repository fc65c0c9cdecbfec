// Nothing of its own: its target has the headers that all tests include precompiled.
