import { AppError } from '../errors';
import { RETRY_SECONDS, requireChanges } from '../read-only';
import type { Refuse } from './route';

/** Of all switches those that a request may meet before its route. */
interface SwitchesAtDoor {
  readonly readOnly: boolean;
  readonly noSignIns: boolean;
}

/**
 * Refuses what the province has switched off, from memory alone: each POST by the line of its route. What changes
 * something and is no form asks `requireChanges` itself.
 */
export function createSwitchesAtDoor(current: () => SwitchesAtDoor): Refuse {
  return ({ method, whileReadOnly, signsIn }) => {
    if (method !== 'post') return null;
    return (_req, _res, next) => {
      const switches = current();
      if (switches.noSignIns && signsIn)
        throw new AppError('signInsStopped', 503, { seconds: RETRY_SECONDS });
      if (!whileReadOnly) requireChanges(switches);
      next();
    };
  };
}
