"""Settings that say how much is taken at once: of an import, a file, a form, and of the work of a process."""

import os
from pathlib import Path
from tempfile import gettempdir

# Maximum size of an import file in the admin, and its storage between preview and confirmation.
# The command line accepts more, because nobody waits for a page there.

IMPORT_MAX_ROWS, IMPORT_MAX_BYTES, IMPORT_MAX_CHANGES = 5_000, 10_000_000, 500
IMPORT_COMMAND_MAX_ROWS, IMPORT_COMMAND_MAX_BYTES = 500_000, 500_000_000
IMPORT_FOLDER = Path(gettempdir()) / f"cartagena-imports-{os.getuid()}"

# What is written to the disk of one file that somebody sends, and of all files of one request: as much as the
# largest that is taken anywhere. Smaller ones stay in memory.

MAX_FILE_BYTES, MAX_REQUEST_FILE_BYTES = 20 * 1024 * 1024, 100 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "cartagena.uploads.BoundedUploadHandler",
]

# The fields of one form or query string and their bytes, files aside. The largest form is of a person who
# looks after every State; the longest text of a note takes a hundredth of these bytes.

DATA_UPLOAD_MAX_NUMBER_FIELDS, DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000, 2_500_000

# How many answers a process prepares at once, and how many large pages and whole files among them: see
# `commitments/views/work_limit.py`.

READ_AT_ONCE, HEAVY_AT_ONCE = 10, 2

# How long a database may take for one statement of a page. `commitments/exports/rows.py` gives a file longer.

PAGE_SECONDS = 15
