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

AUTHORING_ROUTES: dict[tuple[str, str], str] = {}

PLATFORM_ROUTES = {
    ("GET", "/lti/login"): "everybody",
    ("POST", "/lti/login"): "everybody",
    ("POST", "/lti/launch"): "everybody",
    ("POST", "/lti/choose"): "everybody",
    ("POST", "/lti/join"): "everybody",
    ("GET", "/lti/jwks.json"): "everybody",
    ("GET", "/platforms"): "administrator",
    ("POST", "/platforms"): "administrator",
    ("POST", "/platforms-change"): "administrator",
    ("POST", "/platforms-access"): "administrator",
    ("POST", "/platforms-again"): "administrator",
    ("GET", "/class/{section}/course"): "teacher",
    ("POST", "/class/{section}/course"): "teacher",
    ("POST", "/class/{section}/course-again"): "teacher",
}
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
