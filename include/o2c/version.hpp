#pragma once

#define O2C_VERSION_MAJOR 0
#define O2C_VERSION_MINOR 1
#define O2C_VERSION_PATCH 0

// One comparable number: 100 * 100 * major + 100 * minor + patch.
#define O2C_VERSION (O2C_VERSION_MAJOR * 10000 + O2C_VERSION_MINOR * 100 + O2C_VERSION_PATCH)

#define O2C_VERSION_STRING "0.1.0"
