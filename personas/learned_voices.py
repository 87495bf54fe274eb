"""The voices of clients that do not ship as they are: written on a site, or given with other lines than now."""

from collections.abc import Mapping
from threading import Lock

from language_model.encoder import SentenceEncoder
from language_model.passages import Passages
from language_model.ready_vectors import vectors_of
from personas.authored_voice import AuthoredVoice, collection_of
from personas.line_vectors import texts_of, vectors_file
from personas.persona import Persona

MOST_LEARNED = 16
"""Clients whose lines are held at once, some megabytes each; whoever spoke longest ago is forgotten first. Ours."""


class LearnedVoices:
    """Learns a client's lines when they first speak: at once for lines that ship, 10 ms for each new one.

    May be used by several threads at once. Nothing is kept on a disk.
    """

    def __init__(self, cast: Mapping[str, Persona], encoder: SentenceEncoder, most: int = MOST_LEARNED) -> None:
        """Know who ships, for whom there is another voice, and hold `most` others at once."""
        self._most = most
        self._cast = cast
        self._encoder = encoder
        self._learned: list[tuple[Persona, AuthoredVoice, Passages]] = []
        self._lock = Lock()

    def voice_of(self, persona: Persona) -> AuthoredVoice | None:
        """Give the voice that speaks this client's lines; None for a client that ships as they are."""
        if self._cast.get(persona.id) == persona:
            return None
        with self._lock:
            known = next((one for one in self._learned if one[0] is persona or one[0] == persona), None)
            if known is None:
                known = self._learn(persona)
            else:
                self._learned.remove(known)
            self._learned.append(known)
            return known[1]

    def _learn(self, persona: Persona) -> tuple[Persona, AuthoredVoice, Passages]:
        while len(self._learned) >= self._most:
            gone, _, passages = self._learned.pop(0)
            passages.drop(collection_of(gone.id))
        ready = (vectors_file(one) for one in self._cast.values())
        vectors = vectors_of(texts_of(persona), self._encoder, *ready)
        passages = Passages(self._encoder.encode)
        return persona, AuthoredVoice({persona.id: persona}, passages, self._encoder, vectors), passages
