"""The award programme: submissions, judging, decisions, certificates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flask import Flask


def create_app(settings: dict[str, Any]) -> Flask:
    """The application with the given settings (see ``config.py``)."""
    # Whoever only prints imports this package too, and starts in a third of the time without these.
    from flask import Flask
    from flask_bootstrap import Bootstrap5

    from award import cli, demo, home
    from award.core import db, jobs, language, log, web
    from award.core.limits import limiter
    from award.people.views.session import login, sign_in_page

    app = Flask(__name__, template_folder="../templates", static_folder="../static")
    app.jinja_environment = web.Names
    app.config.update(settings)
    app.config["MIGRATIONS"] = f"{app.root_path}/../migrations"
    app.config["DATA_DIR"].mkdir(parents=True, exist_ok=True)
    log.init_app(app)
    db.init_app(app)
    language.init_app(app)
    jobs.init_app(app)
    limiter.init_app(app)
    login.init_app(app)
    Bootstrap5(app)
    web.init_app(app)
    app.extensions["sign_in_page"] = sign_in_page
    for blueprint in home.blueprints():
        app.register_blueprint(blueprint)
    demo.init_app(app)
    cli.init_app(app)
    return app
