"""`python -m baozhang.cli`."""

from baozhang.cli import main

raise SystemExit(main())
