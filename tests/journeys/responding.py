"""What people do about a problem in the browser, each as one step of a journey (第7)."""

from tests.journeys.walker import Album, Walker, worded

ACCOUNT = "Instagram「いわき旅だより」"
NO_ACCOUNT = "特定のアカウントではない・分からない"


def report(reporter: Walker, kind: str, title: str, account: str, **texts: str) -> str:
    """Report a problem from the first page; return the address of its page."""
    reporter.go("/")
    reporter.page.get_by_role("link", name="問題を報告", exact=True).click()
    reporter.page.locator(f"input[name=kind][value={kind}]").check()
    reporter.fill(title=title, account=account, **texts)
    reporter.press("報告する")
    reporter.reads("報告しました。")
    return reporter.page.url.removeprefix(reporter.page.evaluate("location.origin"))


def acknowledge(head: Walker, path: str, kind: str) -> None:
    """Acknowledge a report under the kind it is of."""
    head.go(path)
    follow(head, "覚知する")
    head.page.locator(f"input[name=kind][value={kind}]").check()
    head.press("覚知する")
    head.reads("覚知しました。対応の手順を用意しました。")


def retype(head: Walker, path: str, kind: str, reason: str, album: Album) -> None:
    """Take a problem for another kind than it was acknowledged as."""
    head.go(path)
    follow(head, "種類を改める")
    head.fill(reason=reason)
    head.press("種類を改める")
    head.reads("いまと違う種類を選んでください。")
    album.look(head.page, "種類を改める")
    head.page.locator(f"input[name=kind][value={kind}]").check()
    head.press("種類を改める")
    head.reads("種類を改めました。新しい種類の手順を用意しました。")


def need(walker: Walker, task: str) -> None:
    """Judge a task needed."""
    follow(walker, f"必要と判断する:{task}")
    walker.press("必要と判断する")
    walker.reads("必要と判断したことを記録しました。")


def skip(walker: Walker, task: str, reason: str) -> None:
    """Judge a task not needed."""
    follow(walker, f"不要と判断する:{task}")
    walker.fill(unneeded_for=reason)
    walker.press("不要と判断する")
    walker.reads("不要と判断したことを記録しました。")


def do(walker: Walker, task: str, result: str, after: str = "") -> None:
    """Record the doing of a task; `after` says of one that recurs whether it comes again."""
    follow(walker, f"したことを記録する:{task}")
    walker.fill(result=result)
    if after:
        walker.page.locator(f"input[name=next][value={after}]").check()
    walker.press("したことを記録する")
    walker.reads(result)


def contain(head: Walker, path: str, words: str) -> None:
    """Say that the problem itself is over."""
    head.go(path)
    follow(head, "収束にする")
    head.fill(contained_words=words)
    head.press("収束にする")
    head.reads("収束にしました。")


def close(head: Walker, **review: str) -> None:
    """End it with the review."""
    follow(head, "完了にする")
    head.fill(**review)
    head.press("完了にする")
    head.reads("完了にしました。")


def follow(walker: Walker, words: str) -> None:
    """Follow a link of the page."""
    walker.page.locator("main").get_by_role("link", name=worded(words)).first.click()
