"""Signing in and out, invitations, one's own password, language and appearance."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    g,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_babel import gettext as _
from flask_login import LoginManager, current_user, login_user, logout_user

from award.core import typed
from award.core.access import public, signed_in
from award.core.language import LANGUAGES
from award.core.limits import limiter
from award.core.problems import Invalid
from award.core.web import answers_get, local_path
from award.people import actions, queries
from award.people.forms import ChangePasswordForm, NewPasswordForm, SignInForm
from award.people.models import User
from award.people.states import Role
from award.people.words import ROLES

session_pages = Blueprint("session", __name__, template_folder=None)
login = LoginManager()
login.user_loader(queries.user_of_session)

PRESERVED = ("language", "theme")


def account_key() -> str:
    """The address that someone tries to sign in with: an account is guarded from many machines."""
    return request.form.get("email", "").strip().lower()


def in_vain(answer: Response) -> bool:
    """Whether a sign-in failed: only that counts, for a whole office may come from one address."""
    return answer.status_code >= 400


def start_session(user: User) -> None:
    """Begin a new session: nothing of the old one survives but language and appearance."""
    kept = {name: session[name] for name in PRESERVED if name in session}
    session.clear()
    session.update(kept)
    session.permanent = True
    # The token of a form already checked belongs to the old session.
    g.pop("csrf_token", None)
    login_user(user)


@session_pages.get("/masuk")
@public
def sign_in_form() -> Any:
    """The sign-in page."""
    if current_user.is_authenticated:
        return redirect(local_path(request.args.get("next"), url_for("home.start")))
    return render_template("session/sign_in.html", form=SignInForm(), kept=None)


def sign_in_page() -> tuple[Any, int]:
    """What someone gets who must sign in first; what was typed is kept in the page."""
    kept = None
    if request.method == "POST" and request.endpoint != "session.sign_in":
        kept = typed.pack()
    form = SignInForm(formdata=None)
    return render_template("session/sign_in.html", form=form, kept=kept, needed=True), 401


@session_pages.post("/masuk")
@public
@limiter.limit("20 per 5 minutes", deduct_when=in_vain)
@limiter.limit("8 per 5 minutes", key_func=account_key, deduct_when=in_vain)
def sign_in() -> Any:
    """Check address and password."""
    form = SignInForm()
    if form.validate_on_submit():
        user = actions.sign_in(email=form.email.data, password=form.password.data)
        if user is not None:
            start_session(user)
            return _continue()
        form.email.errors = [_("Surel atau kata sandi tidak cocok.")]
    return render_template("session/sign_in.html", form=form, kept=request.form.get("kept")), 422


def _continue() -> Any:
    """Go where the person was going; offer again what was typed before the session ended."""
    if kept := request.form.get("kept"):
        try:
            target, fields = typed.unpack(kept)
        except ValueError:
            abort(400)
        action = local_path(target, "")
        if action:
            return _resume(action, fields)
    return redirect(local_path(request.form.get("next"), url_for("home.start")))


def _resume(action: str, fields: typed.Fields) -> str:
    """Show the sentences that were typed; choices and numbers go along unseen."""
    texts = typed.sentences(fields) or [value for _name, value in fields if value.strip()]
    return render_template("session/resume.html", action=action, fields=fields, texts=texts)


@session_pages.post("/keluar")
@public
def sign_out() -> Any:
    """End the session."""
    logout_user()
    kept = {name: session[name] for name in PRESERVED if name in session}
    session.clear()
    session.update(kept)
    flash(_("Anda sudah keluar."), "success")
    return redirect(url_for("home.landing"))


@session_pages.post("/bahasa")
@public
def set_language() -> Any:
    """Switch the language of the pages."""
    if (language := request.form.get("language", "")) in LANGUAGES:
        session["language"] = language
    return _back()


@session_pages.post("/tampilan")
@public
def set_theme() -> Any:
    """Switch between light, dark and what the device prefers."""
    if (theme := request.form.get("theme", "")) in ("auto", "light", "dark"):
        session["theme"] = theme
    return _back()


def _back() -> Any:
    """To the page on which the switch was, if it is one."""
    landing = url_for("home.landing")
    path = local_path(request.form.get("next"), landing)
    return redirect(path if answers_get(urlsplit(path).path) else landing)


@session_pages.route("/undangan/<token>", methods=["GET", "POST"])
@public
@limiter.limit("30 per 5 minutes")
def invitation(token: str) -> Any:
    """Choose a password through a one-time link."""
    found = queries.open_invitation(token)
    if found is None:
        return render_template("session/invitation_over.html", days=actions.INVITATION_DAYS), 410
    form = NewPasswordForm()
    if form.validate_on_submit():
        start_session(actions.accept_invitation(invitation=found, password=form.password.data))
        return redirect(url_for("home.start"))
    status = 422 if request.method == "POST" else 200
    return render_template("session/invitation.html", form=form, user=found.user), status


@session_pages.route("/akun", methods=["GET", "POST"])
@signed_in
@limiter.limit("20 per 5 minutes", methods=["POST"])
def own_account() -> Any:
    """One's own account: change the password."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            actions.change_password(user=current_user, old=form.old.data, new=form.password.data)
        except Invalid as problem:
            form.old.errors = [problem.fields["old"]]
        else:
            start_session(current_user)
            flash(_("Kata sandi tersimpan. Sesi Anda di perangkat lain sudah berakhir."), "success")
            return redirect(url_for("session.own_account"))
    status = 422 if request.method == "POST" else 200
    roles = [ROLES[role] for role in Role if current_user.has(role)]
    return render_template("session/account.html", form=form, roles=roles), status
