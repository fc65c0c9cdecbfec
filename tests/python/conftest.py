"""Settings for all Python tests: Hypothesis tries the same examples everywhere, without a clock."""

from hypothesis import settings

settings.register_profile("o2c", deadline=None, derandomize=True, database=None, max_examples=200)
settings.load_profile("o2c")
