"""What is added to the course of an incident: words, evidence, people."""

from django.db import models
from django.db.models import Q

from core.keeping import Permanent
from core.records import Record, Subject, Withheld
from core.staff.models import Person
from core.uploads.models import StoredFile
from incidents.models.incident import LONGEST, PAGE, REASON_MOST, Incident


class OfIncident(Record):
    """What belongs to one incident and is read on its page."""

    lock_first = ("incident",)
    subject_related = ("incident",)
    incident: "models.ForeignKey[Incident, Incident]"

    class Meta:
        abstract = True

    @property
    def withheld(self) -> Withheld | None:
        """Keep what belongs to a leak within its circle."""
        return self.incident.withheld

    def subject(self) -> Subject:
        """Return the incident."""
        return Subject(self.incident.shown, self.incident.number, PAGE, self.incident.pk, (self.stream,))


class Note(OfIncident):
    """What somebody writes down of the course; never changed afterwards."""

    retention = Permanent("問題にどう対応したかの記録です。")
    creation = "経過を書き足した"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes", verbose_name="問題")
    words = models.TextField("経過", max_length=LONGEST)
    written_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="書いた人")
    written_as = models.CharField("書いた職", max_length=120)
    written_at = models.DateTimeField("書いた日時")

    class Meta:
        verbose_name = "経過"
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="incident_note_says_something")]

    def __str__(self) -> str:
        return "経過"


class Evidence(OfIncident, StoredFile):
    """A file kept as evidence, under the hash of its content; never taken out."""

    retention = Permanent("問題の証拠です。")
    creation = "証拠を加えた"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="evidence", verbose_name="問題")
    words = models.CharField("説明", max_length=REASON_MOST, blank=True)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="加えた人")
    added_as = models.CharField("加えた職", max_length=120)
    added_at = models.DateTimeField("加えた日時")

    class Meta:
        verbose_name = "証拠"

    def folder(self) -> str:
        """Return the folder of the incident."""
        return f"incidents/{self.incident_id}"


class Member(OfIncident):
    """A person who has a part in an incident, and so may read it, a leak too."""

    retention = Permanent("だれが関わり、だれが読めたかの証しです。")
    creation = "関わる人に加えた"

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="members", verbose_name="問題")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="職員")
    role = models.CharField("役割", max_length=80)
    joined_on = models.DateField("加わった日")
    left_on = models.DateField("外れた日", null=True, blank=True)

    class Meta:
        verbose_name = "関わる人"
        constraints = [
            models.UniqueConstraint(
                fields=["incident", "person"], condition=Q(left_on=None), name="incident_member_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person.name}({self.role})"
