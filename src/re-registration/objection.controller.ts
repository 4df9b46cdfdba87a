import { notFound } from '../errors';
import { formatInstant } from '../format-time';
import type { Visit, VisitHandler } from '../middleware/as-visitor';
import type { ObjectionService } from './objection.service';
import { routeNames } from './route.presenter';

export interface ObjectionControllers {
  readonly show: VisitHandler;
  readonly object: VisitHandler;
}

/** 提出异议, from the link that went to everything bound to the old account. */
export function createObjectionControllers(service: ObjectionService): ObjectionControllers {
  async function render(visit: Visit, status: number): Promise<void> {
    const token = String(visit.req.params.token);
    const objection = await service.find(token);
    if (objection === null) throw notFound();
    const { userName, route, cancelAt, state } = objection;
    visit.render(
      're-registration/objection',
      { token, userName, route: routeNames[route], cancelAt: formatInstant(cancelAt), state },
      { status },
    );
  }

  return {
    show: (visit) => render(visit, 200),
    async object(visit) {
      const done = await service.object(String(visit.req.params.token), visit.origin);
      await render(visit, done ? 200 : 409);
    },
  };
}
