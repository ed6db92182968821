"""The stories of the accounts in operation: they came without trouble, most of them months ago."""

from dashboard.demo.stories import Story, settled
from policies.states import Replies

S = Story
STANDING = (
    S(
        "furusato",
        "facebook",
        "いわき市",
        "iwaki.city.mihon",
        "市政の動きと催しのお知らせ",
        settled(225, begin="draft,attach"),
    ),
    S(
        "furusato",
        "youtube",
        "いわき市公式チャンネル",
        "iwaki_channel_mihon",
        "市長の記者会見と催しの映像",
        settled(220),
        replies=Replies.SOME,
    ),
    S(
        "kiki",
        "x",
        "いわき市防災",
        "iwaki_bousai_mihon",
        "避難情報と気象の注意",
        settled(214),
        common_name="いわき防災",
    ),
    S(
        "kankoka",
        "instagram",
        "いわき旅だより",
        "iwaki_tabi_mihon",
        "季節の見どころと混雑の状況",
        settled(206, circulated=True),
        "市を訪れる方",
    ),
    S(
        "shobosomu",
        "x",
        "いわき市消防本部",
        "iwaki_fire_mihon",
        "火災の予防と救急の心得",
        settled(197),
        common_name="いわき消防",
    ),
    S("toshokan", "x", "いわき図書館", "iwaki_lib_mihon", "開館日と新しく入った本", settled(188)),
    S("bijutsu", "instagram", "いわき美術さんぽ", "iwaki_art_mihon", "展示の見どころと講座", settled(176)),
    S(
        "chiiki",
        "instagram",
        "いわき移住のすすめ",
        "iwaki_iju_mihon",
        "移住の相談会と地域の暮らし",
        settled(164),
        "移住を考える方",
        replies=Replies.SOME,
    ),
    S(
        "sports",
        "facebook",
        "いわきスポーツ通信",
        "iwaki.sports.mihon",
        "大会の結果と施設の予約",
        settled(150, circulated=True),
    ),
    S("kenko", "line", "いわき健康ポイント", "iwaki_kenko_mihon", "健診の日程と健康教室", settled(137, joint=True)),
    S(
        "gomi",
        "line",
        "いわきごみ分別ナビ",
        "iwaki_gomi_mihon",
        "収集の曜日と分別の方法",
        settled(125, begin="draft,attach"),
        replies=Replies.ALL,
    ),
    S("koen", "tiktok", "いわき公園めぐり", "iwaki_koen_mihon", "花の見ごろと遊具の点検", settled(80)),
    S(
        "yuchi",
        "facebook",
        "いわき合宿・大会誘致",
        "iwaki.mice.mihon",
        "会場と宿泊の案内",
        settled(90, circulated=True),
        "大会を開く団体",
        before_reorganisation=True,
    ),
)
"""The last one belongs to a section that has ended; its successor carries it on."""
