import hashlib
import json

from django.db import transaction
from django.http import HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from .models import Attempt, AuditEntry, ChoiceGroup, Mail, Outbox, Person, Session, Standing, Version

BATCH = "undergraduate-2"
MAJORS = [5, 5, 5, 5, 5, 5, 5, 5, 5, 3, 3]

FIELDS = []
for choice, majors in enumerate(MAJORS, 1):
    FIELDS.append((f"c{choice:02}_school", f"志愿{choice} 院校代号"))
    for major in range(1, majors + 1):
        FIELDS.append((f"c{choice:02}_major{major}", f"志愿{choice} 专业{major}"))


class SeeOther(HttpResponseRedirect):
    status_code = 303


def find_session(request):
    token = request.COOKIES.get("peer", "")
    return Session.objects.filter(token=token, expires_at__gt=timezone.now()).first()


@require_GET
def form(request):
    session = find_session(request)
    if session is None:
        return HttpResponseForbidden()
    person = Person.objects.get(pk=session.person_id)
    standing = Standing.objects.get(person_id=person.pk)
    group = ChoiceGroup.objects.select_related("version").get(person_id=person.pk, batch=BATCH)
    values = json.loads(group.version.body) if group.version else {}
    fields = [{"name": name, "label": label, "value": values.get(name, "")} for name, label in FIELDS]
    return render(request, "form.html", {"person": person, "standing": standing, "fields": fields})


@require_POST
def save(request):
    session = find_session(request)
    if session is None:
        return HttpResponseForbidden()
    person = session.person_id
    address = request.META["REMOTE_ADDR"]
    values = {name: request.POST.get(name, "") for name, _ in FIELDS}
    body = json.dumps(values, separators=(",", ":"), ensure_ascii=False)
    with transaction.atomic():
        group = ChoiceGroup.objects.select_for_update().get(person_id=person, batch=BATCH)
        former = group.hash
        digest = hashlib.sha256(bytes(former or b"") + body.encode()).digest()
        number = group.number + 1
        version = Version.objects.create(
            person_id=person, batch=BATCH, number=number, body=body, former_hash=former, hash=digest
        )
        group.version = version
        group.number = number
        group.hash = digest
        group.saved_at = timezone.now()
        group.save(update_fields=["version", "number", "hash", "saved_at"])
        AuditEntry.objects.create(
            person_id=person,
            action="save",
            detail={"batch": BATCH, "version": version.pk, "number": number},
            address=address,
        )
        Attempt.objects.create(person_id=person, batch=BATCH, outcome="saved", body_hash=digest, address=address)
        text = f"您的本科二批志愿已第{number}次保存，请登录平台核对。"
        Mail.objects.create(person_id=person, title="志愿保存成功", body=text)
        Outbox.objects.create(person_id=person, channel="sms", text=text)
    return SeeOther("/form")
