"""Small charts: a missing year is a gap, a zero is a number, and two numbers are no chart."""

from commitments.pages.year_chart import ChartGap, ChartPoint, year_chart


def test_chart_ends_its_line_at_a_missing_year_and_shades_the_gap():
    chart = year_chart({2010: 10, 2011: 0, 2014: 5})

    assert chart.lines == ["8.0,22.0 64.0,62.0", "232.0,42.0"]
    assert chart.points == [
        ChartPoint("8.0", "22.0"),
        ChartPoint("64.0", "62.0"),
        ChartPoint("232.0", "42.0"),
    ]
    assert chart.gaps == [ChartGap("64.0", "168.0")]
    assert (chart.first, chart.last, chart.most) == (2010, 2014, 10)


def test_chart_without_a_gap_is_one_line():
    chart = year_chart({2012: 3, 2010: 1, 2011: 2})

    assert (len(chart.lines), chart.gaps) == (1, [])


def test_chart_of_zeros_lies_on_the_ground():
    assert {point.y for point in year_chart({2010: 0, 2011: 0, 2012: 0}).points} == {"62.0"}


def test_two_numbers_are_no_chart():
    assert year_chart({2010: 1, 2020: 2}) is None
