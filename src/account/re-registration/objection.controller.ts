import { type ReasonErrors, readListedReason, type TypedReason } from '../../domain/officers/reason.form';
import { routeNames } from '../../domain/re-registration/route.presenter';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { AccountVisit } from '../as-account';
import type { ObjectionService } from './objection.service';
import { objectionReasons } from './objection-reasons';

interface Refusal {
  readonly typed?: TypedReason;
  readonly errors?: ReasonErrors;
  readonly late?: boolean;
  readonly status?: number;
}

/** 提出异议, from the link that went to everything bound to the old account, or that its password has opened. */
export function createObjectionControllers(parts: ObjectionService) {
  return bindParts(parts, { begin, show, object });
}

export type ObjectionControllers = ReturnType<typeof createObjectionControllers>;

/** Of an account that works and is signed in: to what may be objected to. */
async function begin(parts: ObjectionService, { account, redirect }: AccountVisit): Promise<void> {
  const token = await parts.createLink(account.id);
  redirect(token === null ? '/account' : `/account/objections/${token}`);
}

const show = (parts: ObjectionService, visit: Visit) => render(parts, visit);

async function object(parts: ObjectionService, visit: Visit): Promise<void> {
  const token = String(visit.req.params.token);
  const state = (await parts.find(token))?.state;
  const { typed, whole, errors } = readListedReason(visit.req, objectionReasons);
  const takes = state === 'open' || state === 'claimed' || state === 'waiting';
  if (takes && whole === null) return render(parts, visit, { typed, errors, status: 422 });
  const done = whole !== null && (await parts.object(token, whole, visit.origin));
  await render(parts, visit, done ? {} : { late: true, status: 409 });
}

async function render(parts: ObjectionService, visit: Visit, refusal: Refusal = {}): Promise<void> {
  const token = String(visit.req.params.token);
  const objection = await parts.find(token);
  if (objection === null) throw notFound();
  const { userName, route, at, state } = objection;
  const { typed = { reasonCode: '', reason: '' }, errors = {}, late = false, status = 200 } = refusal;
  visit.render(
    'account/re-registration/objection',
    {
      token,
      userName,
      route: route === null ? '' : routeNames[route],
      byApp: route === 'app',
      at: at === null ? '' : formatInstant(at),
      state,
      late,
      reasons: objectionReasons,
      typed,
      errors,
      faults: listFaults({ ...errors }, ['reasonCode', 'reason']),
    },
    { status },
  );
}
