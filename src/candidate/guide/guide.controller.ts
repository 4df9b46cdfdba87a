import type { Reference } from '../../domain/reference/reference';
import { bindParts } from '../../infrastructure/bind-parts';
import type { Watched } from '../../infrastructure/database/reference-watch';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { presentGuideNumbers } from './guide.presenter';

type GuideParts = Watched<Reference>;

/** Help for everyone, signed in or not: the flow in pictures (figure 1), and the rules behind the red sentences. */
export function createGuideControllers(parts: GuideParts) {
  return bindParts(parts, { showGuide, showRules });
}

export type GuideControllers = ReturnType<typeof createGuideControllers>;

const showGuide = (parts: GuideParts, { render }: Visit) =>
  render('candidate/guide/guide', { numbers: readNumbers(parts) });

const showRules = (parts: GuideParts, { render }: Visit) =>
  render('candidate/guide/rules', { numbers: readNumbers(parts) });

const readNumbers = (parts: GuideParts) => presentGuideNumbers(parts.current().calendar.pack);
