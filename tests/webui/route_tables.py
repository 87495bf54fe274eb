"""Every route of ours and who may ask for it; whoever adds a route adds a row.

`everybody`: without signing in. `signed in`: anybody who is; it shows their own. `administrator`: 403 for others.
`owner`: of the session, 404 for others. `teacher`: of what the id in the address belongs to, 404 for others.
"""

ACCOUNT_ROUTES = {
    ("GET", "/healthz"): "everybody",
    ("GET", "/sign-in"): "everybody",
    ("POST", "/sign-in"): "everybody",
    ("GET", "/setup"): "everybody",
    ("POST", "/setup"): "everybody",
    ("GET", "/invite"): "everybody",
    ("POST", "/invite"): "everybody",
    ("GET", "/reset"): "everybody",
    ("POST", "/reset"): "everybody",
    ("GET", "/account"): "signed in",
    ("POST", "/account"): "signed in",
    ("POST", "/change-password"): "signed in",
    ("POST", "/sign-out"): "signed in",
    ("GET", "/people"): "administrator",
    ("POST", "/people"): "administrator",
    ("POST", "/people-link"): "administrator",
    ("POST", "/people-role"): "administrator",
    ("POST", "/people-access"): "administrator",
    ("GET", "/export/{session}.md"): "owner",
    ("GET", "/export/{session}.html"): "owner",
}

SECTION_ROUTES = {
    ("GET", "/class"): "signed in",
    ("POST", "/class"): "signed in",
}

ASSIGNMENT_ROUTES: dict[tuple[str, str], str] = {}

REVIEW_ROUTES: dict[tuple[str, str], str] = {}

GRADEBOOK_ROUTES: dict[tuple[str, str], str] = {}

TRAINEE_ROUTES: dict[tuple[str, str], str] = {}

AUTHORING_ROUTES = {
    ("GET", "/author"): "signed in",
    ("POST", "/author"): "signed in",
    ("POST", "/author/import"): "signed in",
    ("POST", "/author/keep-import"): "signed in",
    ("GET", "/author/{pack}"): "teacher",
    ("POST", "/author/{pack}"): "teacher",
    ("POST", "/author/{pack}/retire"): "teacher",
    ("POST", "/author/{pack}/copy"): "teacher",
    ("GET", "/author/{pack}/export"): "teacher",
    ("GET", "/author/{pack}/new"): "teacher",
    ("POST", "/author/{pack}/new"): "teacher",
    ("GET", "/author/{pack}/{content}"): "teacher",
    ("POST", "/author/{pack}/{content}"): "teacher",
    ("GET", "/author/{pack}/{content}/history"): "teacher",
    ("GET", "/author/{pack}/{content}/preview"): "teacher",
    ("POST", "/author/{pack}/{content}/preview"): "teacher",
    ("POST", "/author/{pack}/{content}/copy"): "teacher",
}
"""The packs that are shared are every instructor's to read."""

PLATFORM_ROUTES: dict[tuple[str, str], str] = {}
"""Of learning platforms (LTI)."""

PROVIDER_ROUTES: dict[tuple[str, str], str] = {}
"""Of sign-in elsewhere (OpenID Connect)."""

ROUTES = {
    **ACCOUNT_ROUTES,
    **SECTION_ROUTES,
    **ASSIGNMENT_ROUTES,
    **REVIEW_ROUTES,
    **GRADEBOOK_ROUTES,
    **TRAINEE_ROUTES,
    **AUTHORING_ROUTES,
    **PLATFORM_ROUTES,
    **PROVIDER_ROUTES,
}
