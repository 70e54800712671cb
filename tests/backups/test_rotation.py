"""Which backups stay."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from commitments.backups.backup import BackupNames
from commitments.backups.rotation import Keep, kept

NOW = datetime(2026, 11, 28, 3, 0, tzinfo=UTC)
KEEP = Keep(daily=7, weekly=4, monthly=12)


def nights(count: int, *, until: datetime = NOW) -> list[datetime]:
    return [until - timedelta(days=number) for number in range(count)]


def test_rotation_of_two_years_keeps_a_week_of_days_four_weeks_and_twelve_months():
    stay = sorted(kept(nights(730), KEEP), reverse=True)

    assert stay[:7] == nights(7)
    assert [f"{moment:%m-%d}" for moment in stay[7:9]] == ["11-15", "11-08"], "Sundays, weeks end on them"
    assert [f"{moment:%Y-%m-%d}" for moment in stay[9:]] == [
        *("2026-10-31", "2026-09-30", "2026-08-31", "2026-07-31", "2026-06-30", "2026-05-31"),
        *("2026-04-30", "2026-03-31", "2026-02-28", "2026-01-31", "2025-12-31"),
    ]


def test_rotation_keeps_all_of_the_last_day_and_the_newest_even_with_nothing_to_keep():
    hours = [NOW - timedelta(hours=number) for number in range(30)]

    assert kept(hours, Keep(0, 0, 0)) == set(hours[:24])
    assert kept([NOW], Keep(0, 0, 0)) == {NOW}
    assert kept([], KEEP) == set()


def test_rotation_counts_only_days_that_have_a_backup():
    old = nights(5, until=NOW - timedelta(days=90))

    assert kept([NOW, *old], KEEP) >= {NOW, *old}


def test_rotation_knows_its_own_files_alone(tmp_path):
    names = BackupNames("https://Tracker.Example.org:8443")
    own = names.name(NOW, is_encrypted=False), names.name(NOW - timedelta(days=1), is_encrypted=True)
    foreign = (
        BackupNames("https://other.example.org").name(NOW, is_encrypted=False),
        f"{own[0]}.copy",
        f"old-{own[0]}",
        own[0].replace("2026-11", "2026-13"),
        "notes.txt",
    )
    for name in (*own, *foreign):
        (tmp_path / name).touch()
    (tmp_path / names.name(NOW - timedelta(days=2), is_encrypted=False)).symlink_to(tmp_path / own[0])
    (tmp_path / names.name(NOW - timedelta(days=3), is_encrypted=False)).mkdir()

    assert own[0] == "cartagena_tracker.example.org-8443_2026-11-28T03-00-00Z.tar.gz"
    assert names.backups_in(tmp_path) == {
        tmp_path / own[0]: NOW,
        Path(tmp_path / own[1]): NOW - timedelta(days=1),
    }
