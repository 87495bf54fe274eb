"""Every route of ours and who may ask for it; whoever adds a route adds a row.

`everybody`: without signing in. `signed in`: anybody who is; it shows their own. `administrator`: 403 for others.
`owner`: of the session, 404 for others. `teacher`: of what the id in the address belongs to, 404 for others.
`staff`: a teacher, and the administrator, who sees nothing of anybody's work there.
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
    ("GET", "/class/{section}"): "teacher",
    ("GET", "/class/{section}/settings"): "teacher",
    ("POST", "/class/{section}/settings"): "teacher",
    ("GET", "/class/{section}/people"): "staff",
    ("POST", "/class/{section}/people/instructor"): "staff",
    ("GET", "/class/{section}/people/{person}/remove"): "staff",
    ("POST", "/class/{section}/people/{person}/remove"): "staff",
    ("POST", "/class/{section}/people/{person}/link"): "teacher",
    ("GET", "/class/{section}/people/import"): "teacher",
    ("POST", "/class/{section}/people/import"): "teacher",
    ("POST", "/class/{section}/people/import/keep"): "teacher",
    ("POST", "/class/{section}/groups"): "teacher",
    ("GET", "/class/{section}/groups/{group}"): "teacher",
    ("POST", "/class/{section}/groups/{group}"): "teacher",
    ("POST", "/class/{section}/groups/{group}/drop"): "teacher",
}

ASSIGNMENT_ROUTES = {
    ("GET", "/class/{section}/assignments"): "teacher",
    ("GET", "/class/{section}/assignments/new"): "teacher",
    ("POST", "/class/{section}/assignments/new"): "teacher",
    ("GET", "/assignment/{assignment}"): "teacher",
    ("GET", "/assignment/{assignment}/live"): "teacher",
    ("GET", "/assignment/{assignment}/change"): "teacher",
    ("POST", "/assignment/{assignment}/change"): "teacher",
    ("POST", "/assignment/{assignment}/copy"): "teacher",
    ("POST", "/assignment/{assignment}/withdraw"): "teacher",
    ("POST", "/assignment/{assignment}/release"): "teacher",
    ("POST", "/assignment/{assignment}/keep-back"): "teacher",
    ("POST", "/assignment/{assignment}/take-in-all"): "teacher",
    ("GET", "/assignment/{assignment}/person/{person}"): "teacher",
    ("POST", "/assignment/{assignment}/person/{person}/extend"): "teacher",
    ("POST", "/assignment/{assignment}/person/{person}/add-days"): "teacher",
    ("POST", "/assignment/{assignment}/person/{person}/excuse"): "teacher",
    ("POST", "/assignment/{assignment}/person/{person}/take-in"): "teacher",
}

REVIEW_ROUTES = {
    ("GET", "/review"): "signed in",
    ("GET", "/class/{section}/review"): "teacher",
    ("GET", "/class/{section}/agreement"): "teacher",
    ("GET", "/transcript/{session}"): "teacher",
    ("GET", "/transcript/{session}/export.md"): "teacher",
    ("GET", "/transcript/{session}/export.html"): "teacher",
    ("GET", "/transcript/{session}/level"): "teacher",
    ("POST", "/transcript/{session}/level"): "teacher",
    ("POST", "/transcript/{session}/withdraw-level"): "teacher",
    ("POST", "/transcript/{session}/comment"): "teacher",
    ("POST", "/transcript/{session}/withdraw-comment"): "teacher",
    ("POST", "/transcript/{session}/mark"): "teacher",
}

GRADEBOOK_ROUTES = {
    ("GET", "/class/{section}/gradebook"): "teacher",
    ("GET", "/class/{section}/gradebook.csv"): "teacher",
    ("GET", "/class/{section}/gradebook.xlsx"): "teacher",
    ("GET", "/class/{section}/cohort"): "teacher",
    ("GET", "/class/{section}/research"): "teacher",
    ("POST", "/class/{section}/research.jsonl"): "teacher",
    ("GET", "/class/{section}/codebook.md"): "teacher",
    ("GET", "/class/{section}/codebook.json"): "teacher",
}

TRAINEE_ROUTES = {
    ("GET", "/mine/everything.json"): "signed in",
}

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

PROVIDER_ROUTES: dict[tuple[str, str], str] = {
    ("GET", "/sign-in/elsewhere"): "everybody",
    ("GET", "/sign-in/back"): "everybody",
    ("GET", "/people/erase"): "administrator",
    ("POST", "/people/erase"): "administrator",
    ("GET", "/people/looked"): "administrator",
    ("GET", "/account/erase"): "signed in",
    ("POST", "/account/erase"): "signed in",
}
"""Of sign-in elsewhere (OpenID Connect), of erasing an account, and of who looked."""

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
