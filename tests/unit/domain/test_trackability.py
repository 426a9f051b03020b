from desktop_app.domain.trackability import Read, is_blind, is_company_blind


def test_two_letters_read_without_a_picture_show_that_none_is_ever_loaded() -> None:
    assert is_blind(Read(letters=2, loaded=0))
    assert not is_blind(Read(letters=1, loaded=0))
    assert not is_blind(Read(letters=5, loaded=1))


def test_a_company_is_blind_when_several_people_read_and_nobody_loads() -> None:
    assert is_company_blind([Read(2, 0), Read(2, 0)])
    assert not is_company_blind([Read(4, 0)])
    assert not is_company_blind([Read(2, 0), Read(2, 0), Read(0, 1)])
    assert not is_company_blind([Read(2, 0), Read(1, 0)])
    assert not is_company_blind([])
