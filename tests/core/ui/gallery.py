"""A page with every component in every state, as the tests render and look at it; it is no part of the application."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from django import forms
from django.template import Context, Template
from django.test import RequestFactory

from core.ui import widgets
from core.ui.diffing import diff_item
from core.ui.forms import UiForm

AT = datetime(2026, 11, 24, 0, 12, tzinfo=UTC)

PAGE = """{% extends base %}{% load ui %}
{% block title %}部品の見本{% endblock %}
{% block content %}
{% page_head "部品の見本" over="起案 8こ第41号" lead="すべての部品を並べます。" %}
<a class="btn" href="#a">やめる</a><a class="btn btn--main" href="#b">届け出る</a>{% endpage_head %}
{% stepper steps label="起案の段階" %}
{% error_summary form empty %}
{% for tone in tones %}{% banner tone "お知らせの題" %}<p>本文です。</p>{% endbanner %}{% endfor %}
{% banner "info" quiet=True %}<p>9:12 に保存しました。</p>{% endbanner %}
{% section "chips" "状態" small="7種" %}
  <p class="cluster">{% for tone in tones %}{% chip tone "決裁中" %}{% endfor %}
  {% chip "wait" "一時停止" icon="pause" %}</p>
{% endsection %}
{% section "dates" "日付" %}<p>{{ day|era }} {{ day|md }} {{ at|era_time }} {{ at|hm }}</p>{% endsection %}
{% section "facts" "項目" %}{% facts rows %}{% endsection %}
{% section "diffs" "違い" %}{% diff changes before="前（第2版）" after="今（第3版）" %}{% endsection %}
{% section "history" "経過" %}{% timeline entries %}{% endsection %}
{% section "tasks" "私を待つもの" %}
  <div class="due-group due-group--late"><h3 class="due-group__title">期限を過ぎています <small>1件</small></h3>
  <ul class="due-list">{% for item in tasks %}{% task item %}{% endfor %}</ul></div>
{% endsection %}
{% glance counts %}{% segments cuts label="範囲" %}
{% section "duties" "生じる義務" %}{% duties duties %}{% endsection %}
{% section "table" "表" %}
  <p class="filters__active"><span>絞り込み中:</span> {% filter_off "ことば「いわき」" "?" %}</p>
  <div class="table-wrap"><table class="data"><caption class="hidden-visually">アカウントの一覧</caption>
  <thead><tr><th scope="col">アカウント</th><th scope="col">状態</th><th scope="col" class="num">義務</th></tr></thead>
  <tbody><tr><th scope="row"><a href="/a">いわき旅だより</a><span class="data__sub mono">@iwaki_tabi_mihon</span></th>
  <td data-label="状態">{% chip "ok" "運用中" %}</td><td data-label="義務" class="num">3件</td></tr></tbody>
  </table></div>
{% endsection %}
{% section "pages" "ページ送り" %}{% pager previous="a" next="b" size=12 text="13件目から24件目" %}{% endsection %}
{% section "nothing" "空" %}
  {% empty_state "ありません" "次の期限は12月です。" url="#" action="暦で見る" %}{% endsection %}
<form class="form" method="post" novalidate>{% field form.purpose %}{% field form.wish %}{% field form.reply %}
{% field form.services %}{% field form.kind width="middle" %}{% field form.name width="middle" %}{% field form.paper %}
{% field form.checked %}{% field form.fixed %}<div class="btn-row"><button class="btn btn--main">届け出る</button></div>
</form>
<form class="decision" method="post">{% field empty.move %}{% field empty.reason %}</form>
{% post_button "/x" "受理する" style="main" note="（8総第1号）" number=1 %}
{% endblock %}"""


class GalleryForm(UiForm):
    """A field of every kind."""

    purpose = forms.CharField(
        label="目的",
        help_text="そのまま公開されます。",
        max_length=10,
        widget=forms.Textarea(attrs={"data-counter": "", "data-counter-note": "URLも文字数に含みます"}),
    )
    wish = forms.DateField(label="実施の希望日")
    reply = forms.ChoiceField(
        label="返信の有無",
        help_text="初めから選ばれているものはありません。",
        choices=[("", "---"), ("no", "原則として返信しない"), ("yes", "返信する")],
        widget=widgets.ChoiceRadios(notes={"no": "その旨をプロフィール欄に加えます"}),
    )
    services = forms.MultipleChoiceField(
        label="写真の権利",
        choices=[("a", "承諾を得た"), ("b", "自分で撮った")],
        widget=widgets.ChoiceChecks,
        required=False,
    )
    kind = forms.ChoiceField(label="サービス", choices=[("x", "X"), ("line", "LINE")])
    name = forms.CharField(label="通称", required=False, max_length=50)
    paper = forms.FileField(label="添付", required=False)
    checked = forms.BooleanField(label="内容を確かめました")
    fixed = forms.CharField(
        label="アカウント管理者", disabled=True, required=False, initial="若松 直人（観光振興課長）"
    )


class DecisionForm(UiForm):
    """The decision panel's fields."""

    needs = {"reason": "差戻し・不許可は必須"}
    move = forms.ChoiceField(
        label="決裁",
        choices=[("permit", "許可する"), ("return", "差し戻す")],
        widget=widgets.DecisionRadios(notes={"permit": "次へ回ります。", "return": "起案者が直せます。"}),
    )
    reason = forms.CharField(label="理由", required=False, widget=forms.Textarea)


def bad_form() -> GalleryForm:
    """Return the form after a submission in which everything is wrong."""
    return GalleryForm({"purpose": "長い文" * 20, "wish": "2026-13-40", "kind": "none"}, files={})


def shell_context() -> dict[str, Any]:
    """Return what the shell's context processor gives to a signed-in person."""
    inbox = {"label": "受信箱", "url": "/", "current": True, "count": 7}
    registry = {"label": "アカウント台帳", "url": "/accounts/", "current": False, "count": None}
    capacities = [
        {"key": "1", "label": "観光振興課長", "current": True},
        {"key": "2", "label": "観光部長（事務取扱）", "current": False},
    ]
    return {
        "navigation": [
            {"title": "仕事", "clause": "", "items": [inbox]},
            {"title": "アカウント", "clause": "第4", "items": [registry]},
        ],
        "actor": {"person": {"name": "若松 直人"}, "label": "観光部 観光振興課長"},
        "capacities": capacities,
        "crumbs": [("受信箱", "/"), ("起案", "")],
        "demo": True,
        "city_name": "いわき市",
        "rulebook_label": "ガイドライン 平成28年4月1日改正版",
        "sweep_label": "9:00 実施済み",
        "unread": 3,
    }


def page_context() -> dict[str, Any]:
    """Return the contents of the gallery."""
    step = {"name": "情報管理者", "note": "星野 遥（こども部長）"}
    entry = {"at": AT, "what": "届け出た", "note": "若松 直人（観光振興課長）"}
    item = {
        "due_on": date(2026, 11, 20),
        "title": "パスワードを変更し、記録する",
        "url": "/t",
        "note": "交代により発生。",
        "clause": "",
        "act": "",
    }
    late = {"due_words": "1開庁日超過", "late": True, "tone": "stop", "label": "期限超過", "act": "記録する"}
    soon = {"due_words": "あと2日", "late": False, "clause": "4-3-(2)", "tone": "wait", "label": "確認待ち"}
    return {
        "tones": ["draft", "wait", "run", "ok", "warn", "stop", "end"],
        "steps": [step | {"state": state} for state in ("done", "back", "now", "todo")],
        "entries": [entry | {"tone": tone} for tone in ("stop", "ok", "run", "draft")],
        "rows": [("アカウント管理者", "若松 直人"), ("届出", date(2026, 11, 20), "市の内部目標"), ("通称", "")],
        "changes": [diff_item("返信の有無", "必要に応じて返信する", "原則として返信しない", "4-2-(2)")],
        "tasks": [
            SimpleNamespace(**item | late),
            SimpleNamespace(**item | soon),
        ],
        "counts": [{"label": "期限超過", "url": "#a", "count": 1, "late": True}],
        "cuts": [{"label": "自分", "url": "#", "current": True}, {"label": "課", "url": "#", "current": False}],
        "duties": [{"name": "総務部長へ届け出る", "clause": "4-1-(2)", "due": "5開庁日", "due_note": "市の内部目標"}],
        "form": bad_form(),
        "empty": DecisionForm(),
        "day": date(2026, 11, 22),
        "at": AT,
    }


def render_gallery(base: str = "base.html") -> str:
    """Return the gallery as a whole page."""
    request = RequestFactory().get("/gallery", {"q": "いわき"})
    context = {"request": request, "base": base, **shell_context(), **page_context()}
    return Template(PAGE).render(Context(context))
