"""flowc's own version. The build reads it here, too."""

VERSION = "0.1.0"
