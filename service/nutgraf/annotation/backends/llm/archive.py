"""The archive of answers: each request and its answer on disk, under the request's digest."""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nutgraf.errors import StoreError


@dataclass(frozen=True, slots=True)
class Archive:
    """Keeps answers in a folder, so that the same article is never sent twice."""

    folder: Path

    def find(self, request: dict[str, Any]) -> str | None:
        """The answer that was kept for a request."""
        file = self._file(request)
        try:
            kept = json.loads(file.read_text(encoding="utf-8"))
            return str(kept["answer"])
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"the kept answer {file} cannot be read ({error}); remove it to ask again"
            ) from error

    def keep(self, request: dict[str, Any], answer: str) -> None:
        """Keep an answer with its request; a reader sees all of it or nothing."""
        file = self._file(request)
        text = json.dumps({"request": request, "answer": answer}, ensure_ascii=False, indent=1)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle, written = tempfile.mkstemp(dir=file.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as out:
                out.write(text)
            Path(written).replace(file)
        except OSError as error:
            raise StoreError(f"the answer {file} cannot be kept: {error.strerror}") from error

    def _file(self, request: dict[str, Any]) -> Path:
        text = json.dumps(request, ensure_ascii=False, sort_keys=True)
        digest = hashlib.sha256(text.encode()).hexdigest()
        return self.folder / digest[:2] / f"{digest}.json"
