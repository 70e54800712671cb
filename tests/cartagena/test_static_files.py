"""What a start does with the static files."""

import gzip

import brotli

from cartagena.static_files import CompressedOnce


def test_a_file_is_compressed_once_for_each_content(tmp_path):
    sheet, compressor = tmp_path / "sheet.css", CompressedOnce(quiet=True)
    old, new = b".a { color: red }\n" * 100, b".b { color: navy }\n" * 100
    both = [f"{sheet}.br", f"{sheet}.gz"]
    written = []

    for content in (old, old, new):
        sheet.write_bytes(content)
        written.append(compressor.compress(str(sheet)))

    assert written == [both, [], both]
    assert brotli.decompress((tmp_path / "sheet.css.br").read_bytes()) == new
    assert gzip.decompress((tmp_path / "sheet.css.gz").read_bytes()) == new


def test_a_file_is_compressed_anew_after_a_start_that_was_cut_off(tmp_path):
    sheet, compressor = tmp_path / "sheet.css", CompressedOnce(quiet=True)
    sheet.write_bytes(b".a { color: red }\n" * 100)
    (tmp_path / "sheet.css.br").write_bytes(b"")
    (tmp_path / "sheet.css.gz").write_bytes(b"half")

    assert len(compressor.compress(str(sheet))) == 2
