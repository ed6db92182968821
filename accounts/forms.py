"""The filters of the registry, and the master data of services."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from accounts.models import POST_LEAST, POST_MOST, STATE_CHOICES, Platform
from accounts.rules import MOBILE, SHORTENERS, belongs
from accounts.saved import SavedFilter
from accounts.search import DUTIES, ORDERS, STANDING
from accounts.search.words import is_enough
from core.ui.forms import UiForm, UiModelForm
from core.ui.widgets import LongSelect, Textarea

HOST = re.compile(r"(?=.{4,253}\Z)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])\Z")
MOST_HOSTS = 30
Choices = Sequence[tuple[str, str]]
Pairs = tuple[tuple[str, str], ...]
Offered = tuple[tuple[str, Pairs], ...]


class WordsForm(UiForm):
    """The words that are looked for in the registry; nothing is demanded."""

    needs = {"q": "名称・通称・ID・URL・部署・文書番号。2文字から"}

    q = forms.CharField(
        label="ことば",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search"}),
    )

    def clean_q(self) -> str:
        """Demand a word of two signs.

        Raises:
            ValidationError: all words are shorter.
        """
        words = str(self.cleaned_data["q"])
        if words and not is_enough(words):
            raise ValidationError("2文字以上のことばで探してください。")
        return words


class FiltersForm(UiForm):
    """The filters and the order of the registry; nothing is demanded."""

    needs = dict.fromkeys(("department", "section", "service", "state", "year", "duty", "order", "dormant"), "")

    shown: tuple[Pairs, Offered] = ((), ())

    department = forms.ChoiceField(label="部", required=False, widget=LongSelect)
    section = forms.ChoiceField(label="課", required=False, widget=LongSelect)
    service = forms.ChoiceField(label="サービス", required=False, widget=LongSelect)
    state = forms.ChoiceField(
        label="状態",
        required=False,
        widget=LongSelect,
        choices=[("", "すべて"), (STANDING, "取得取りやめを除く"), *STATE_CHOICES],
    )
    year = forms.ChoiceField(label="取得した年度", required=False, widget=LongSelect)
    duty = forms.ChoiceField(label="義務", required=False, widget=LongSelect, choices=[("", "すべて"), *DUTIES])
    order = forms.ChoiceField(
        label="並び順",
        required=False,
        widget=LongSelect,
        choices=[(order.slug, order.label) for order in ORDERS],
    )
    dormant = forms.BooleanField(label="運用中で、長いあいだ台帳に何も記録されていないもの(休眠)", required=False)

    def __init__(self, *args: Any, offered: Mapping[str, Choices], **kwargs: Any) -> None:
        """Take the choices of some fields, in order, by the fields' names."""
        super().__init__(*args, **kwargs)
        for name, choices in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "すべて" if choices else "部を選ぶと選べます"), *choices]

    @property
    def facts(self) -> Any:
        """Return all that the form shows, None where errors are to be shown."""
        return None if self.errors else self.shown


@lru_cache(maxsize=100)
def _filters(given: Pairs, offered: Offered) -> FiltersForm:
    """Return the form of some facts, with its answer; nothing about it changes once it is checked."""
    made = FiltersForm(dict(given), offered=dict(offered))
    made.shown = (given, offered)
    made.full_clean()
    return made


@dataclass(frozen=True)
class RegistrySearch:
    """What an address of the registry asks for. The filters are the same form for the same address and choices."""

    words: WordsForm
    filters: FiltersForm

    NAMES: ClassVar = (*WordsForm.base_fields, *FiltersForm.base_fields)
    """What an address may name, in order."""

    @classmethod
    def of(cls, given: Mapping[str, str], offered: Mapping[str, Choices]) -> "RegistrySearch":
        """Return what an address asks for.

        Args:
            given: the address, as text by name.
            offered: the choices of some fields, as the form takes them.
        """
        plain = tuple((name, given[name]) for name in FiltersForm.base_fields if name in given)
        return cls(WordsForm(given), _filters(plain, tuple((name, tuple(some)) for name, some in offered.items())))

    def wanted(self) -> dict[str, Any]:
        """Return the filters that are given and can be understood; the others show their error and keep everything."""
        self.words.full_clean()
        return {name: value for name, value in self._answers.items() if value}

    def words_of(self, name: str) -> str:
        """Return an active filter as words: its label and what it asks for."""
        field, value = {**self.words.fields, **self.filters.fields}[name], self._answers[name]
        if isinstance(field, forms.BooleanField):
            return str(field.label)
        if isinstance(field, forms.ChoiceField):
            offered: Any = field.choices
            return f"{field.label} {dict(offered)[value]}"
        return f"{field.label}「{value}」"

    @property
    def _answers(self) -> dict[str, Any]:
        return {**self.words.cleaned_data, **self.filters.cleaned_data}


class SavedFilterForm(UiModelForm):
    """The name of a saved filter."""

    class Meta:
        model = SavedFilter
        fields = ["name"]
        help_texts = {"name": "台帳の画面に、この名前で並びます。ほかの人には見えません。"}


class HostsField(forms.CharField):
    """Host names, one a line, kept as a list."""

    widget = Textarea

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Return the host names as the registry compares them.

        Raises:
            ValidationError: naming the first line that is no host name, and shorteners (4-4-(4)).
        """
        text = self.prepare_value(value)
        hosts = list(dict.fromkeys(_bare(line) for line in str(super().clean(text)).splitlines() if line.strip()))
        for host in hosts:
            _check_host(host)
        if len(hosts) > MOST_HOSTS:
            raise ValidationError(f"ホスト名は{MOST_HOSTS}個までです。")
        return hosts


def _bare(line: str) -> str:
    """Drop the prefixes that the registry ignores when it compares, such as `www.`."""
    return MOBILE.sub("", line.strip().lower().rstrip("."), count=1)


def _check_host(host: str) -> None:
    if belongs(host, SHORTENERS):
        raise ValidationError(
            f"「{host[:80]}」は短縮URLのホスト名です。サービス自身のホスト名だけを入力してください。第4-4-(4)"
        )
    if not HOST.match(host):
        raise ValidationError(
            f"「{host[:80]}」はホスト名の形ではありません。"
            "「https://」や「/」より後を除き、example.com の形で入力してください。"
        )


class PlatformForm(UiModelForm):
    """A service: its hosts decide which addresses belong to it, the length of a post what the public is told in one."""

    needs = {"hosts": "任意", "short_hosts": "任意", "reason": "投稿の文字数を変えるときは必須"}

    hosts = HostsField(
        label="ホスト名",
        required=False,
        max_length=4000,
        help_text="1行に1つ。最初のものに読み替えて、同じアカウントを見分けます。空のときは、どのホスト名でも登録できます。",
    )
    short_hosts = HostsField(
        label="そのサービスの短いホスト名",
        required=False,
        max_length=4000,
        help_text="1行に1つ。LINE の lin.ee など、サービス自身の短いURLだけです。ほかの短縮URLは使えません。",
    )

    post_limit = forms.IntegerField(
        label="投稿の文字数",
        required=False,
        min_value=POST_LEAST,
        max_value=POST_MOST,
        help_text="1回の投稿に書ける文字数。サービスの数え方で、50から100,000まで。"
        "変更・廃止のお知らせの文は、この長さに収まるように作ります。"
        "分からないときは空にします。空のときは、最も短いサービスの長さに収めます。",
    )
    reason = forms.CharField(
        label="直す理由",
        required=False,
        max_length=300,
        widget=Textarea(attrs={"rows": 2, "data-counter": True}),
        help_text="経過と監査証跡に残ります。",
    )

    class Meta:
        model = Platform
        fields = ["name", "code", "hosts", "short_hosts", "profile_limit", "post_limit", "position", "is_offered"]
        help_texts = {
            "code": "半角の英数字で付けます。後から変えられません。",
            "profile_limit": "プロフィール欄に書ける文字数。分からないときは 0。",
            "position": "小さいものから並べます。",
            "is_offered": "外すと、新しい起案では選べなくなります。登録済みのアカウントはそのまま残ります。",
        }
        error_messages = {"code": {"unique": "この記号はすでに使われています。別の記号にしてください。"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["code"].disabled = True
        else:
            del self.fields["reason"]
