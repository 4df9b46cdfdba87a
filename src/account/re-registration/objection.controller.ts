import { type ReasonErrors, readListedReason, type TypedReason } from '../../domain/officers/reason.form';
import { routeNames } from '../../domain/re-registration/route.presenter';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import type { AccountHandler } from '../as-account';
import type { ObjectionService } from './objection.service';
import { objectionReasons } from './objection-reasons';

export interface ObjectionControllers {
  readonly show: VisitHandler;
  readonly object: VisitHandler;
  /** Of an account that works and is signed in: to what may be objected to. */
  readonly begin: AccountHandler;
}

interface Refusal {
  readonly typed?: TypedReason;
  readonly errors?: ReasonErrors;
  readonly late?: boolean;
  readonly status?: number;
}

/** 提出异议, from the link that went to everything bound to the old account, or that its password has opened. */
export function createObjectionControllers(service: ObjectionService): ObjectionControllers {
  async function render(visit: Visit, refusal: Refusal = {}): Promise<void> {
    const token = String(visit.req.params.token);
    const objection = await service.find(token);
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

  return {
    async begin({ account, redirect }) {
      const token = await service.createLink(account.id);
      redirect(token === null ? '/account' : `/account/objections/${token}`);
    },
    show: (visit) => render(visit),
    async object(visit) {
      const token = String(visit.req.params.token);
      const state = (await service.find(token))?.state;
      const { typed, whole, errors } = readListedReason(visit.req, objectionReasons);
      const takes = state === 'open' || state === 'claimed' || state === 'waiting';
      if (takes && whole === null) return render(visit, { typed, errors, status: 422 });
      const done = whole !== null && (await service.object(token, whole, visit.origin));
      await render(visit, done ? {} : { late: true, status: 409 });
    },
  };
}
