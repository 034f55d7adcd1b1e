"""Tags and components as a page uses them: permission with its reason, acts, queries, fields, pages, languages."""

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.test import RequestFactory
from django.utils import translation

from kernel import languages, permissions
from kernel.actor import Actor
from kernel.forms import BilingualForm, CleanForm
from kernel.permissions import Allowed, Denied
from kernel.templatetags import rendering


def render(source, path="/he/x/", **context):
    request = RequestFactory().get(path)
    request.actor = context.pop("actor", Actor.public())
    return Template(source).render(RequestContext(request, context, processors=[lambda r: {"csrf_token": "TOKEN"}]))


class Profile(CleanForm):
    title = forms.CharField(label="Title", help_text="As it is registered")
    mail = forms.EmailField(label="Mail", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A"), ("b", "B")])
    seen = forms.ChoiceField(label="Seen by", widget=forms.RadioSelect, choices=[("all", "All")])
    agreed = forms.BooleanField(label="Agreed", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


class Bilingual(BilingualForm):
    translated = {"name": {"label": "Name"}}


@pytest.fixture
def policy(monkeypatch):
    """A policy that asks who the actor is."""
    asked = []

    def answer(actor, obj):
        asked.append((actor, obj))
        return Allowed() if actor.user_id == 7 else Denied("own", "Another person must do it.")

    monkeypatch.setitem(permissions._registry, "test.thing.do", answer)
    return asked


def test_may_asks_the_policy_about_the_reader_and_keeps_its_sentence(policy):
    source = '{% may "test.thing.do" thing as verdict %}{% if verdict %}yes{% else %}{{ verdict.sentence }}{% endif %}'
    assert render(source, actor=Actor(user_id=7), thing="x") == "yes"
    assert render(source, actor=Actor(user_id=8), thing="x") == "Another person must do it."
    assert policy[0][1] == "x"


def test_act_is_a_post_form_with_token_and_a_key_of_its_own():
    first, second = (render('{% act_button url="/do/" label="Send the report" icon="send" %}') for _ in range(2))
    assert 'method="post" action="/do/"' in first
    assert 'value="TOKEN"' in first
    key = first.split('name="idempotency_key" value="')[1].split('"')[0]
    assert len(key) == 32 and key not in second


def test_refused_act_is_a_disabled_button_with_its_sentence_and_no_form():
    html = render('{% act_button url="/do/" label="Accept" verdict=no %}', no=Denied("own", "You <sent> it."))
    assert "<form" not in html
    assert "disabled" in html
    assert "You &lt;sent&gt; it." in html


def test_act_that_loses_something_asks_first_and_carries_its_hidden_values():
    html = render(
        '{% act_button url="/do/" label="Delete" kind="danger" confirm="Delete it?" confirm_text="It is lost."'
        " hidden=h %}",
        h={"reason": "x"},
    )
    assert "<dialog" in html and "Delete it?" in html and "It is lost." in html
    assert '<input type="hidden" name="reason" value="x">' in html
    assert "popovertarget" in html, "it must open without script"


def test_query_keeps_the_filters_changes_one_value_and_starts_at_the_first_page():
    assert render("{% qs sort='name' %}", "/he/x/?sector=public&page=3") == "?sector=public&amp;sort=name"
    assert render("{% qs page=2 %}", "/he/x/?sector=public&page=3") == "?sector=public&amp;page=2"
    assert render("{% qs sector=None %}", "/he/x/?sector=public") == "?"


def test_query_works_inside_a_component_that_gets_only_its_own_values():
    html = render(
        '{% include "components/pager.html" with page=page only %}',
        "/he/x/?sector=public",
        page=Paginator(range(172), 12).page(4),
    )
    assert 'href="?sector=public&amp;page=5"' in html
    assert 'aria-current="page">4<' in html
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("current", "last", "shown"),
    [
        (1, 1, [1]),
        (1, 3, [1, 2, 3]),
        (4, 15, [1, 2, 3, 4, 5, None, 15]),
        (8, 15, [1, None, 7, 8, 9, None, 15]),
        (15, 15, [1, None, 14, 15]),
        (5, 6, [1, None, 4, 5, 6]),
    ],
)
def test_pager_names_the_ends_and_the_neighbours(current, last, shown):
    assert list(rendering.page_numbers(Paginator(range(last), 1).page(current))) == shown


def test_column_head_turns_its_sort_round():
    assert rendering.sort_state("name", "name") == {"aria": "ascending", "icon": "arrow-up", "next": "-name"}
    assert rendering.sort_state("name", "-name")["next"] == "name"
    assert rendering.sort_state("name", "other") == {"aria": "", "icon": "", "next": "name"}


def test_icon_that_points_is_turned_round_and_a_check_is_not():
    assert "flip-rtl" in render('{% icon "chevron-right" %}')
    assert "flip-rtl" not in render('{% icon "check" %}')
    assert 'aria-hidden="true"' in render('{% icon "check" %}')


def test_other_language_is_the_same_page_named_in_its_own_words():
    with translation.override("he"):
        source = "{% other_languages as others %}{% for o in others %}{{ o.code }} {{ o.name }} {{ o.url }}{% endfor %}"
        assert render(source, "/he/style-guide/?q=1") == "en English /en/style-guide/?q=1"
        assert render(source, "/nowhere/") == "en English /en/"


def test_page_tells_its_language_and_direction():
    with translation.override("he"):
        assert Template("{% html_language %}").render(Context()) == 'lang="he" dir="rtl"'
    with translation.override("en"):
        assert Template("{% html_language %}").render(Context()) == 'lang="en" dir="ltr"'


def test_field_has_its_label_help_and_error_tied_to_it():
    with translation.override("en"):
        html = Profile({"mail": "no"})["title"].as_field_group()
    assert '<label class="field__label" for="id_title">Title' in html
    assert 'id="id_title_helptext">As it is registered' in html
    assert 'id="id_title_error"' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_typed_text_stays_when_it_is_refused():
    html = Profile({"mail": "no-address"})["mail"].as_field_group()
    assert 'value="no-address"' in html
    assert 'dir="ltr"' in html


def test_optional_is_marked_and_required_is_not():
    with translation.override("en"):
        form = Profile()
        assert "optional" in form["mail"].as_field_group()
        assert "optional" not in form["title"].as_field_group()


def test_several_boxes_stand_in_a_group_with_a_legend():
    html = Profile()["seen"].as_field_group()
    assert "<fieldset" in html and "<legend" in html
    assert html.count('type="radio"') == 1


def test_summary_of_errors_comes_first_and_leads_to_each_field():
    with translation.override("en"):
        html = Profile({}).render()
    assert html.index('class="errors"') < html.index('id="id_title"')
    assert 'href="#id_title"' in html
    assert "3 things need mending" in html
    assert html.count('name="secret"') == 1


def test_form_without_errors_has_no_summary():
    assert 'class="errors"' not in Profile().render()


def test_languages_of_one_text_stand_side_by_side_each_in_its_direction():
    html = Bilingual().render()
    assert html.count('class="pair"') == 1
    for code in languages.codes():
        assert f'name="name_{code}"' in html
    assert 'lang="he" dir="rtl"' in html
    assert 'lang="en" dir="ltr"' in html


def test_blank_of_each_kind_is_told_apart_and_none_is_zero():
    source = '{% include "components/value.html" with number=number blank=blank only %}'
    with translation.override("en"):
        shown = {blank: render(source, number=None, blank=blank) for blank in ("", "suppressed", "not_due")}
        assert "not reported" in shown[""]
        assert "suppressed, under 10" in shown["suppressed"]
        assert "not due" in shown["not_due"]
        assert ">0<" in render(source, number=0, blank="")
