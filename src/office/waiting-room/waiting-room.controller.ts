import type { Knex } from 'knex';
import type { OfficeTokens } from '../../domain/officers/office-token.repository';
import { readReason } from '../../domain/officers/reason.form';
import type { Reference } from '../../domain/reference/reference';
import { SIGN_IN_RATE_PURPOSE, setSignInRate } from '../../domain/switches/sign-in-rate.service';
import type { WaitingRoom } from '../../domain/waiting-room/waiting-room';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { foldNumber } from '../../rules/identity/typed-text';
import type { OfficerVisit } from '../as-officer';
import { actAuthorOf } from '../author';

interface WaitingRoomPages {
  readonly db: Knex;
  readonly tokens: OfficeTokens;
  readonly room: WaitingRoom;
  readonly reference: Watched<Reference>;
}

interface Errors {
  readonly rate?: string;
  readonly reason?: string;
}

const MAX_RATE = 100_000;

/** 登录排队: how long the line is, how many were let in, and how fast they are. */
export function createWaitingRoomControllers(pages: WaitingRoomPages) {
  return bindParts(pages, { show: (one, visit: OfficerVisit) => render(one, visit, {}), setRate });
}

export type WaitingRoomControllers = ReturnType<typeof createWaitingRoomControllers>;

async function render(pages: WaitingRoomPages, visit: OfficerVisit, errors: Errors): Promise<void> {
  const { room, tokens, reference } = pages;
  const posted = visit.req.method === 'POST';
  const { signInRate } = reference.current();
  visit.render(
    'office/waiting-room/waiting-room',
    {
      ...(await room.describe()),
      isSet: signInRate !== null,
      typed: {
        rate: posted ? readField(visit.req, 'rate') : String(signInRate ?? ''),
        reason: posted ? readField(visit.req, 'reason') : '',
      },
      mayChange: visit.officer.role === 'province',
      formToken:
        visit.officer.role === 'province' ? tokens.issue(visit.officer.id, SIGN_IN_RATE_PURPOSE) : '',
      errors,
      faults: listFaults({ ...errors }, ['rate', 'reason']),
    },
    { status: Object.keys(errors).length === 0 ? 200 : 422 },
  );
}

async function setRate(pages: WaitingRoomPages, visit: OfficerVisit): Promise<void> {
  const { db, tokens, reference } = pages;
  const { req } = visit;
  const typed = foldNumber(readField(req, 'rate'));
  const rate = Number(typed);
  const { reason, error } = readReason(req);
  const isRate = typed === '' || (/^\d{1,6}$/.test(typed) && rate >= 1 && rate <= MAX_RATE);
  const errors: Errors = {
    ...(isRate ? {} : { rate: `放行速度应为1到${MAX_RATE}的整数，请重新输入；不填为按服务器的设置！` }),
    ...(error === '' ? {} : { reason: error }),
  };
  if (Object.keys(errors).length > 0) return render(pages, visit, errors);
  await setSignInRate(db, tokens, actAuthorOf(visit, reason), typed === '' ? null : rate);
  await reference.refresh();
  visit.redirect('/office/waiting-room', '已调整放行速度。');
}
