"""The storage of static files, compressed ahead by WhiteNoise, each content once."""

from pathlib import Path

from whitenoise.compress import Compressor
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CompressedOnce(Compressor):
    """Leaves what an earlier start compressed: Brotli takes most of the time of a start."""

    def compress(self, path: str) -> list[str]:
        """The names of what was written; gzip comes last, so where it fits its file, Brotli does too."""
        earlier = Path(f"{path}.gz")
        if earlier.exists() and earlier.read_bytes() == self.compress_gzip(Path(path).read_bytes()):
            return []
        return super().compress(path)


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Names with a hash of the content, and everything compressed ahead."""

    def create_compressor(self, **options: object) -> Compressor:
        return CompressedOnce(**options)
