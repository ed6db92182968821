"""Whether what a disposal lists is still what was listed: unchanged, as its trail says, due, and under no hold."""

from collections.abc import Iterable
from datetime import date

from core.lifecycle.errors import Conflict, Denied
from core.lifecycle.wholeness import require_whole
from core.retention.matters import Matter, matters_of
from core.retention.models import Disposal, Hold
from core.rulebook.parameters import RECORDS_RULE

WAY = "この廃棄を取りやめて、一覧を作り直してください。"


def require_as_listed(disposal: Disposal, on: date) -> list[Matter]:
    """Return the matters listed, in order of their streams.

    Raises:
        Conflict: one of them is not what it was when it was listed.
        Denied: one of them is under a hold, is to be kept longer by now, or does not match its trail.
    """
    listed = dict(disposal.items.order_by("about").values_list("about", "digest"))
    found = matters_of(listed, on)
    if {stream: matter.digest for stream, matter in found.items()} != listed:
        raise Conflict(f"一覧を作った後に、対象の記録が変わりました。今回の操作は記録していません。{WAY}", disposal)
    matters = [found[stream] for stream in sorted(found)]
    for matter in matters:
        require_not_kept(matter, on)
    require_no_hold(list(listed))
    require_trails(matters)
    return matters


def require_trails(matters: Iterable[Matter]) -> None:
    """Refuse matters of which a record does not match its trail: destroying them would destroy the proof.

    Raises:
        Denied: naming the first such record.
    """
    require_whole([one for matter in matters for one in matter.members], "廃棄できません", RECORDS_RULE)


def require_not_kept(matter: Matter, on: date) -> None:
    """Refuse a matter whose period is not over, or about which something still waits.

    Raises:
        Denied: with the last day of the period.
    """
    if matter.ends_on >= on:
        ends = matter.ends_on
        raise Denied(
            f"「{matter.title}」の保存期間は、まだ満ちていません。",
            RECORDS_RULE,
            f"{ends.year}年{ends.month}月{ends.day}日まで保存します。",
        )
    if matter.waits:
        raise Denied(
            f"「{matter.title}」には、まだ終わっていない仕事があります。", RECORDS_RULE, "終えてから廃棄します。"
        )


def require_no_hold(streams: list[str]) -> None:
    """Refuse what is under a hold.

    Raises:
        Denied: naming the first one and why it is held.
    """
    held = Hold.objects.standing().filter(about__in=streams).order_by("pk").first()
    if held is not None:
        raise Denied(
            f"「{held.title}」は保存を延ばしています({held.get_cause_display()})。",
            RECORDS_RULE,
            "延長を終えるまで、廃棄できません。",
        )
