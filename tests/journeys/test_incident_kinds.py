"""A leak, flaming, a falsehood in the browser: from the report to the end, with those who may not read them."""

from playwright.sync_api import FilePayload, expect

from core.periods.clock import japan_date, now
from dashboard.demo.picture import picture
from tests.journeys.conftest import Somebody
from tests.journeys.responding import (
    ACCOUNT,
    NO_ACCOUNT,
    acknowledge,
    close,
    contain,
    do,
    follow,
    need,
    report,
    retype,
    skip,
)
from tests.journeys.walker import Album, Walker

OUTSIDE = ("海野 誠", "月岡 修", "朝日 まどか", "月舘 由香", "文倉 詩", "雪村 拓")
"""The head of the department, 総合政策部長, ふるさと発信課長, a colleague, another section, who is let in later."""
JOINING = "100121"
"""The number of 雪村 拓 (情報政策課長)."""
APOLOGY = "急な変更でご迷惑をおかけしました。おわびします。"


def test_a_leak_stays_within_its_circle(somebody: Somebody, album: Album) -> None:
    reporter, head, director = somebody("緑川 栞"), somebody("若松 直人"), somebody("松風 玲")
    outside = {name: somebody(name) for name in OUTSIDE}
    path = report(reporter, "leak", "応募者の一覧が見えた", ACCOUNT, words="写真の画面に一覧が写り込んでいました。")
    reporter.reads("この画面を開いたことは、監査証跡に記録されます。")
    album.look(reporter.page, "漏えいの報告")
    acknowledge(head, path, "leak")
    album.look(head.page, "漏えいの手順")
    for walker in outside.values():
        assert is_hidden(walker, path)

    let_in(head, outside["雪村 拓"], path, album)
    assert is_hidden(outside["文倉 詩"], path)
    work_on_the_leak(head, director, path, album)
    contain(head, path, "投稿を消し、本人に連絡しました。")
    close(head, causes="写り込みを確かめる決まりがありませんでした。", measures="投稿の前に二人で画面を見ます。")
    read_the_looks(somebody("白波 健"), path, album)
    assert is_hidden(outside["月岡 修"], path)

    assert album.faults == []


def is_hidden(walker: Walker, path: str) -> bool:
    """Tell whether page and sheet answer like nothing, and no list names the problem."""
    answers = {walker.page.request.get(f"{path}{inner}").status for inner in ("", "sheet/", "note/")}
    walker.go("/incidents/?cut=all&kind=leak")
    return answers == {404} and "応募者の一覧" not in walker.page.content()


def let_in(head: Walker, joining: Walker, path: str, album: Album) -> None:
    """Let the head of the information section have a part: first under a number nobody has."""
    head.go(path)
    follow(head, "関わる人を加える")
    head.fill(person="999999", role="システムの調査")
    head.press("加える")
    head.reads("この職員番号の職員は見つかりません。")
    album.look(head.page, "加える-番号違い")
    head.fill(person=JOINING)
    head.press("加える")
    head.reads("雪村 拓(システムの調査)")
    assert joining.go(path).status == 200
    joining.reads("応募者の一覧が見えた")
    do(joining, "情報セキュリティの担当に連絡し、手引に沿って動く", "内線で連絡を受け、手引の確認表を始めました。")


def work_on_the_leak(head: Walker, director: Walker, path: str, album: Album) -> None:
    """Do what must be done and judge the rest; 総務部長 judges whether it is reported to an authority."""
    head.go(path)
    do(head, "何が、だれに、どこまで出たかを確かめる", "12人分の氏名が、2時間見える状態でした。")
    need(head, "投稿を消すか、アカウントを止めるか決める")
    do(head, "投稿を消すか、アカウントを止めるか決める", "写しを取ってから投稿を消しました。")
    skip(head, "パスワードを変えるか、権限を取り消すか決める", "外から入られたのではないため")
    need(head, "本人に知らせて、おわびするか決める")
    do(head, "本人に知らせて、おわびするか決める", "12人に電話し、おわびしました。")
    director.act_as("総務部長")
    director.open_task("必要か判断する")
    director.reads("応募者の一覧が見えた")
    skip(director, "国の機関などへの報告が要るか決める", "報告の対象となる件数と内容にあたらないため")
    album.look(director.page, "総務部長の判断")


def read_the_looks(auditor: Walker, path: str, album: Album) -> None:
    """Read as an auditor what happened, and who looked at it."""
    auditor.go(path)
    auditor.reads("投稿の前に二人で画面を見ます。")
    album.look(auditor.page, "監査担当が読む")
    looks = auditor.page.locator("section", has_text="見た記録").last
    for name in ("緑川 栞", "若松 直人", "雪村 拓", "松風 玲"):
        expect(looks).to_contain_text(name)
    assert not any(name in looks.inner_text() for name in ("月岡 修", "文倉 詩"))


def test_flaming_is_answered_without_arguing_back(somebody: Somebody, album: Album) -> None:
    reporter, head = somebody("緑川 栞"), somebody("若松 直人")
    path = report(
        reporter, "flaming", "花火の時刻の投稿への批判", ACCOUNT, post_text="詳しくはご自分でお調べください。"
    )
    acknowledge(head, path, "other")
    retype(head, path, "flaming", "批判が集まり始めたため", album)
    album.look(head.page, "改めた種類の手順")
    record_what_is_said(reporter, path, album)
    write_without_rebuttal(reporter, path, album)
    decide_and_judge(head, path, album)
    release(reporter, path, album)
    tell_meanwhile(reporter, path, album)
    contain(head, path, "訂正とおわびの後、新しい批判はありません。")
    today = japan_date(now()).isoformat()
    close(head, causes="返信の型がありませんでした。", measures="返信の型を作ります。", measures_due_on=today)
    head.open_task("再発防止の実施を記録する")
    follow(head, "再発防止の実施を記録する")
    head.fill(measures_done="返信の型を作り、課で読み合わせました。")
    head.press("再発防止の実施を記録する")
    head.reads("再発防止の実施を記録しました。")
    read_as_director(somebody("月岡 修"), path, album, "返信の型を作り、課で読み合わせました。")

    assert album.faults == []


def record_what_is_said(reporter: Walker, path: str, album: Album) -> None:
    """Keep a picture, and record what is criticised."""
    reporter.go(path)
    follow(reporter, "証拠を加える")
    file = FilePayload(name="反応.png", mimeType="image/png", buffer=picture())
    reporter.page.locator("#id_file").set_input_files(file)
    reporter.fill(words="主な反応の画面")
    reporter.press("加える")
    reporter.reads("証拠を加えました。")
    do(reporter, "何が批判されているかを確かめ、写しを残す", "言い方が冷たいという批判です。")
    album.look(reporter.page, "証拠を加えた")


def write_without_rebuttal(reporter: Walker, path: str, album: Album) -> None:
    """Write a draft that argues back, see it marked, and mend it."""
    follow(reporter, "発表の案を書く")
    reporter.page.locator("input[name=channel][value=account]").check()
    reporter.fill(words="そちらの誤解です。時刻は載せてあります。")
    reporter.press("案を残す")
    reporter.reads("言い返していると読まれる言葉:誤解です、そちらの")
    album.look(reporter.page, "言い返す案")
    follow(reporter, "直す:発表の文(アカウントへの投稿)")
    reporter.reads("言い返していると読まれる言葉があります")
    reporter.fill(words=APOLOGY)
    reporter.page.locator("main form button[type=submit]").first.click()
    reporter.reads(APOLOGY)
    assert "言い返していると読まれる言葉" not in reporter.page.locator("main").inner_text()


def decide_and_judge(head: Walker, path: str, album: Album) -> None:
    """Decide the text, and judge what the situation requires."""
    head.go(path)
    follow(head, "この文を出すと決める:発表の文(アカウントへの投稿)")
    head.reads(APOLOGY)
    album.look(head.page, "発表を決める")
    head.page.locator("#id_confirmed").check()
    head.press("この文を出すと決める")
    head.reads("この文を出すと決めました。")
    skip(head, "訂正するか決める", "時刻に誤りはないため")
    need(head, "おわびするか決める")
    need(head, "時間がかかることを知らせるか決める")


def release(reporter: Walker, path: str, album: Album) -> None:
    """Record where the text went out."""
    reporter.go(path)
    follow(reporter, "発表を記録する:発表の文(アカウントへの投稿)")
    reporter.press("発表を記録する")
    reporter.reads("入力してください。")
    album.look(reporter.page, "発表-書いていない")
    reporter.fill(released_where="https://www.instagram.com/p/mihon/")
    reporter.press("発表を記録する")
    reporter.reads("発表を記録しました。")
    do(reporter, "おわびするか決める", "おわびの文を投稿しました。")


def tell_meanwhile(reporter: Walker, path: str, album: Album) -> None:
    """Tell that it takes time, once more by its clock, and end that."""
    title = "時間がかかることを知らせるか決める"
    do(reporter, title, "確かめていると知らせました。", "again")
    do(reporter, f"{title}(2回目)", "結果を知らせました。", "last")
    album.look(reporter.page, "すべて済んだ")


def test_a_falsehood_without_an_account_is_led_by_the_pr_section(somebody: Somebody, album: Album) -> None:
    reporter, leading = somebody("文倉 詩"), somebody("朝日 まどか")
    leading.act_as("ふるさと発信課長")
    text = "いわき市の水道が、あすから全部止まる。"
    path = report(reporter, "other", "断水のうその知らせ", NO_ACCOUNT, post_text=text)
    acknowledge(leading, path, "falsehood")
    album.look(leading.page, "誤った情報の手順")
    need(leading, "正しい情報を知らせるか決める")
    do(leading, "正しい情報を知らせるか決める", "水道局に確かめ、断水はないと市のアカウントで知らせました。")
    skip(leading, "ホームページにも載せるか決める", "広く伝わっていないため")
    contain(leading, path, "元の投稿が消されました。")
    close(
        leading, causes="古い工事の知らせが、日付なしで広まりました。", measures="工事の知らせに終わりの日を書きます。"
    )
    reporter.go(path)
    reporter.reads("完了")
    album.look(reporter.page, "報告した人が読む")
    read_as_director(somebody("月岡 修"), path, album, "古い工事の知らせが、日付なしで広まりました。")

    assert album.faults == []


def read_as_director(director: Walker, path: str, album: Album, words: str) -> None:
    """Read how it ended, and the report on paper; nothing can be done there."""
    director.act_as("総合政策部長")
    director.go(path)
    director.reads(words)
    album.look(director.page, "部長が読む")
    follow(director, "報告書を印刷する")
    director.reads(words)
    album.look(director.page, "報告書")
