"""The verb `serve`: the app, opened and served until it is stopped."""

import argparse
from pathlib import Path

from command_line.lines import say
from command_line.model_servers import judge_server, voice_server
from command_line.outcome import DONE
from command_line.settings import VERSION, Settings
from command_line.sign_in import accounts_address, identity_provider
from command_line.verbs import Verbs


def add_verbs(verbs: Verbs, settings: Settings) -> None:
    """Put `serve` on the command line."""
    serving = verbs.add("serve", serve, "Open the app.")
    serving.add_argument("--host", default=settings.host)
    serving.add_argument("--port", type=int, default=settings.port)
    serving.add_argument("--data", type=Path, default=settings.data)


def serve(options: argparse.Namespace, settings: Settings) -> int:
    """Open the app and serve until stopped."""
    accounts_at = accounts_address(options.host, options.port, settings)
    provider = identity_provider(settings)
    judged_by, voiced_by = judge_server(settings), voice_server(settings, settings.engine)
    from webui.serving import serve_site  # late: Gradio takes seconds to import

    serve_site(
        options.host,
        options.port,
        options.data,
        settings.care_line,
        settings.rubric,
        VERSION,
        judged_by,
        voiced_by,
        accounts_at,
        provider,
        tell=say,
    )
    return DONE
