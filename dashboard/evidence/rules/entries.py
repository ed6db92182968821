"""Is every appointment and deputyship what its events say, entered by one person and confirmed by another?"""

from collections.abc import Iterator

from dashboard.evidence.findings import Finding, Kind
from dashboard.evidence.rows import EntryRow, Told

COLUMNS = {
    "person_id": "職員",
    "deputy_id": "代決者",
    "principal_id": "代わられる職",
    "office": "職",
    "unit_id": "部署",
    "starts_on": "開始日",
    "ends_on": "最後の日",
    "state": "状態",
    "confirmed_by_id": "確認した人",
}


def entry_findings(row: EntryRow, set_up_until: int | None) -> Iterator[Finding]:
    """Yield what does not fit about one entry.

    Args:
        row: the entry.
        set_up_until: the key of the first event by which a person entered an appointment; the system's own entries end
            there. None while there is none.
    """
    if not row.trail:
        yield Finding(Kind.ENTRY, row.stream, f"{row.name}:登録したできごとが、監査証跡にありません。")
        return
    differing = [words for name, words in COLUMNS.items() if row.table.get(name) != row.trail.get(name)]
    if differing:
        names = "、".join(differing)
        yield Finding(Kind.ENTRY, row.stream, f"{row.name}:{names}が、監査証跡と違います。")
    if row.decides and row.confirmed is not None and (why := _alone(row, row.confirmed, set_up_until)):
        yield Finding(Kind.ONE_PERSON, row.stream, f"{row.name}:{why}")


def _alone(row: EntryRow, confirmed: Told, set_up_until: int | None) -> str:
    entered = row.entered
    if entered is None or entered.person is None or confirmed.person is None:
        late = entered is None or (set_up_until is not None and confirmed.key >= set_up_until)
        return "最初の設定が終わった後に、人の登録と確認によらずに確定しています。" if late else ""
    if confirmed.person == entered.person:
        return "" if entered.person == row.own_choice else f"登録も確認も{entered.who}です。"
    return f"本人の{confirmed.who}が確認しています。" if confirmed.person in row.concerned else ""
