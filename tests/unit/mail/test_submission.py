import pytest

from desktop_app.domain.errors import InputError, Throttled
from desktop_app.mail.addressing import addressed
from desktop_app.mail.base import SendOutcome, SendReceipt
from desktop_app.mail.submission import MailboxSubmission

ANNA, BORIS = "anna@zavod.example", "boris@zavod.example"
LETTER = b"To: Anna <anna@zavod.example>\r\nSubject: Hi\r\n\r\nBcc: not a header\r\n"


class Mailbox:
    """Answers what it was told; an error is raised."""

    def __init__(self, answer):
        self.answer = answer
        self.taken = []

    def send(self, mime, sender, recipients):
        if isinstance(self.answer, BaseException):
            raise self.answer
        self.taken.append((mime, sender, tuple(recipients)))
        return self.answer


def given(answer, *people):
    mailbox = Mailbox(answer)
    submission = MailboxSubmission(mailbox)
    assert submission.begin("marina@linia.example", False).good
    assert all(submission.add(one).good for one in people)
    return mailbox, submission


@pytest.mark.parametrize(
    ("outcome", "detail", "said"),
    [
        (SendOutcome.ACCEPTED, "", "250 2.0.0 OK"),
        (SendOutcome.REJECTED, "ErrorSendAsDenied: no", "550 5.7.1 ErrorSendAsDenied: no"),
        (SendOutcome.UNKNOWN, "cut", "cut"),
    ],
)
def test_what_the_mailbox_says_becomes_an_answer_of_smtp(outcome, detail, said):
    mailbox, submission = given(SendReceipt(outcome, detail), ANNA)
    assert submission.content(LETTER) == SendReceipt(outcome, said)
    assert mailbox.taken == [(LETTER, "marina@linia.example", (ANNA,))]


def test_a_letter_begins_without_the_people_of_the_one_before():
    mailbox, submission = given(SendReceipt(SendOutcome.ACCEPTED), ANNA)
    submission.begin("marina@linia.example", False)
    submission.add(BORIS)
    submission.content(LETTER)
    assert mailbox.taken[0][2] == (BORIS,)


def test_people_who_are_named_and_left_out_are_a_reason_to_refuse():
    _, submission = given(InputError(field="recipients", reason="not_apart"), BORIS)
    receipt = submission.content(LETTER)
    assert receipt.outcome is SendOutcome.REJECTED
    assert receipt.detail.startswith("553 ")


@pytest.mark.parametrize("error", [Throttled(after_s=5), InputError(field="recipients", reason="empty")])
def test_other_troubles_are_told_as_they_are(error):
    _, submission = given(error, ANNA)
    with pytest.raises(type(error)):
        submission.content(LETTER)


def test_hidden_people_are_named_in_bcc_and_nobody_else_is():
    came = b"Subject: Hi\r\nbcc: old@zavod.example,\r\n older@zavod.example\r\n" + LETTER
    assert addressed(came, [ANNA, BORIS]) == b"Bcc: boris@zavod.example\r\nSubject: Hi\r\n" + LETTER
    with pytest.raises(InputError):
        addressed(LETTER, [BORIS])
