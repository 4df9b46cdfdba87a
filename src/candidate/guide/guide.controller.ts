import type { Reference } from '../../domain/reference/reference';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { VisitHandler } from '../../infrastructure/http/as-visitor';
import { presentGuideNumbers } from './guide.presenter';

export interface GuideControllers {
  readonly showGuide: VisitHandler;
  readonly showRules: VisitHandler;
}

/** Help for everyone, signed in or not: the flow in pictures (figure 1), and the rules behind the red sentences. */
export function createGuideControllers(reference: Watched<Reference>): GuideControllers {
  const readNumbers = () => presentGuideNumbers(reference.current().calendar.pack);
  return {
    showGuide: ({ render }) => render('candidate/guide/guide', { numbers: readNumbers() }),
    showRules: ({ render }) => render('candidate/guide/rules', { numbers: readNumbers() }),
  };
}
