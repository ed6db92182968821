"""Folding: what people read as the same is one, what they do not stays apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.folding import VARIANTS, fold, folded_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("髙橋", "高橋"),
        ("宮﨑", "宮崎"),
        ("宮嵜", "宮崎"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("濵田", "浜田"),
        ("濱田", "浜田"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("斎藤", "斉藤"),
        ("𠮷野", "吉野"),
        ("德川", "徳川"),
        ("\ufa19谷", "神谷"),
        ("栁沢", "柳澤"),
        ("槗本", "橋本"),
        ("古舘", "古館"),
        ("桒原", "桑原"),
        ("国見", "國見"),
        ("廣野", "広野"),
        ("眞紀", "真紀"),
        ("圡屋", "土屋"),
        ("葛\U000e0100城", "葛城"),
        ("辻\ufe00", "辻"),
        ("ＩＷＡＫＩ", "iwaki"),
        ("ひろば", "ヒロバ"),
        ("ﾋﾛﾊﾞ", "ヒロバ"),
        ("ハ\u3099ス", "バス"),
        ("か゛いど", "ガイド"),
        ("ゔぁ", "ヴァ"),
        ("センター", "センタ-"),
        ("ｾﾝﾀｰ", "センター"),
        ("A‐B", "A−B"),
        ("〜いわき〜", "～いわき～"),
        ("いわき\u3000観光", "いわき観光"),
        ("①", "1"),
        ("㈱いわき", "(株)いわき"),
        ("い\u200bわき", "いわき"),
    ],
)
def test_fold_makes_one_of_what_reads_the_same(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("はな", "ばな"), ("は", "ぱ"), ("高", "亮"), ("つ", "っ"), ("一", "ー"), ("o", "0")]
)
def test_fold_keeps_apart_what_reads_differently(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@pytest.mark.parametrize("group", VARIANTS.split())
def test_every_form_of_a_group_is_one(group: str) -> None:
    assert len({fold(form) for form in group}) == 1


SIGNS = st.characters(exclude_categories=["Cs"])


@given(st.text(SIGNS))
def test_fold_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(SIGNS))
def test_fold_leaves_no_blank_and_no_line(text: str) -> None:
    assert fold(text).split() in ([], [fold(text)])


@given(st.text(SIGNS))
def test_fold_does_not_tell_cases_and_widths_apart(text: str) -> None:
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    assert fold(wide) == fold(text)
    assert fold(text.lower()) == fold(fold(text).lower())


@given(st.text(st.characters(min_codepoint=0x3041, max_codepoint=0x3096)))
def test_hiragana_is_found_as_katakana(text: str) -> None:
    assert fold("".join(chr(ord(sign) + 0x60) for sign in text)) == fold(text)


@given(st.lists(st.text(SIGNS, min_size=1), max_size=4))
def test_words_are_folded_and_stand_once(parts: list[str]) -> None:
    words = folded_words("\u3000".join(parts))
    assert words == list(dict.fromkeys(words))
    assert [fold(word) for word in words] == words
    assert "" not in words
