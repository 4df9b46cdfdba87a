from django.db import models


class Person(models.Model):
    candidate_number = models.TextField(unique=True)
    name = models.TextField()
    sex = models.TextField()
    born_on = models.DateField()
    ethnicity = models.TextField()
    kind = models.TextField()
    track = models.TextField()
    county = models.TextField()
    school = models.TextField()
    class_name = models.TextField()

    class Meta:
        managed = False
        db_table = "person"


class Session(models.Model):
    token = models.TextField(primary_key=True)
    person = models.ForeignKey(Person, models.PROTECT)
    expires_at = models.DateTimeField()

    class Meta:
        managed = False
        db_table = "session"


class Standing(models.Model):
    person = models.OneToOneField(Person, models.PROTECT, primary_key=True)
    score = models.IntegerField()
    place = models.IntegerField()
    control_line = models.IntegerField()
    saves_left = models.IntegerField()

    class Meta:
        managed = False
        db_table = "standing"


class Version(models.Model):
    person = models.ForeignKey(Person, models.PROTECT)
    batch = models.TextField()
    number = models.IntegerField()
    body = models.TextField()
    former_hash = models.BinaryField(null=True)
    hash = models.BinaryField()
    saved_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "version"


class ChoiceGroup(models.Model):
    person = models.ForeignKey(Person, models.PROTECT)
    batch = models.TextField()
    version = models.ForeignKey(Version, models.PROTECT, null=True)
    number = models.IntegerField()
    hash = models.BinaryField(null=True)
    saved_at = models.DateTimeField(null=True)

    class Meta:
        managed = False
        db_table = "choice_group"


class AuditEntry(models.Model):
    person_id = models.BigIntegerField()
    action = models.TextField()
    detail = models.JSONField()
    address = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "audit_entry"


class Attempt(models.Model):
    person = models.ForeignKey(Person, models.PROTECT)
    batch = models.TextField()
    outcome = models.TextField()
    body_hash = models.BinaryField()
    address = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "attempt"


class Mail(models.Model):
    person = models.ForeignKey(Person, models.PROTECT)
    title = models.TextField()
    body = models.TextField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        managed = False
        db_table = "mail"


class Outbox(models.Model):
    person = models.ForeignKey(Person, models.PROTECT)
    channel = models.TextField()
    text = models.TextField()
    due_at = models.DateTimeField(auto_now_add=True)
    done = models.BooleanField(default=False)

    class Meta:
        managed = False
        db_table = "outbox"
