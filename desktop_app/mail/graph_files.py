"""Files on a message of Microsoft 365: a small one in one request, a large one in pieces.

A request holds 4 MB. https://learn.microsoft.com/en-us/graph/outlook-large-attachments
"""

from __future__ import annotations

import base64
from typing import NamedTuple

from desktop_app.domain.errors import ServerError
from desktop_app.mail.graph_client import GraphClient, Json

PIECE_BYTES = 320 * 1024 * 9  # a multiple of 320 KiB below 4 MB, as the server wants it
SMALL_BYTES = 2_500_000  # a file that may be put on in one request


class File(NamedTuple):
    """`content_id`: of a picture that stands in the text, without brackets."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


def small(file: File) -> Json:
    """A file as it stands in a request."""
    found = {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": file.name,
        "contentType": file.content_type,
        "contentBytes": base64.b64encode(file.content).decode("ascii"),
    }
    return found | ({"isInline": True, "contentId": file.content_id} if file.content_id else {})


def attach(client: GraphClient, message: str, file: File) -> None:
    """Raises MailError, also for a large picture in the text, whose id an upload cannot say
    (https://github.com/microsoftgraph/microsoft-graph-docs-contrib/issues/4850).
    """
    if len(file.content) <= SMALL_BYTES:
        client.post(f"/messages/{message}/attachments", small(file))
        return
    if file.content_id:
        raise ServerError(text="a picture in the text that is too large")
    size = len(file.content)
    item = {"attachmentType": "file", "name": file.name, "size": size, "contentType": file.content_type}
    session = client.post(f"/messages/{message}/attachments/createUploadSession", {"AttachmentItem": item})
    url = session.get("uploadUrl")
    if not isinstance(url, str):
        raise ServerError(text="no place to upload to")
    for first in range(0, size, PIECE_BYTES):
        client.put_piece(url, file.content[first : first + PIECE_BYTES], first, size)
