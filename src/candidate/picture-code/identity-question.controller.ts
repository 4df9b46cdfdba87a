import type { Request } from 'express';
import { createJourney, findJourney } from '../../domain/credentials/journey';
import type { PictureCodeService } from '../../domain/picture-code/picture-code.service';
import type { MessageSending, VisitorCode, VisitorResult } from '../../domain/picture-code/visitor-check';
import { AppError } from '../../infrastructure/errors';
import { formatMinute } from '../../infrastructure/format-time';
import type { Visit, VisitHandler } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import type { FactsErrors } from './facts.form';

/** A page that asks somebody without a password for facts and a 验证码. */
interface FactsPage<Facts, Person> {
  /** Its address, below which `picture` and `message` are posted too. */
  readonly path: string;
  readonly template: string;
  /** Names of the fields whose text comes back when the page does. */
  readonly fields: readonly string[];
  /** The red sentence where a fact is wrong; it does not tell which. */
  readonly unknown: string;
  readonly readFacts: (req: Request) => { readonly value: Facts; readonly errors: FactsErrors };
  readonly check: (visit: Visit, facts: Facts, code: VisitorCode) => Promise<VisitorResult<Person>>;
  readonly sendMessage: (visit: Visit, facts: Facts, journey: string) => Promise<MessageSending>;
  /** What follows once everything is right. */
  readonly proceed: (visit: Visit, person: Person, facts: Facts) => Promise<void>;
}

export interface FactsControllers {
  readonly show: VisitHandler;
  /** 换一张 */
  readonly changePicture: VisitHandler;
  /** A code to the bound phone in place of the picture. */
  readonly sendMessage: VisitHandler;
  readonly submit: VisitHandler;
}

type Errors = FactsErrors & { readonly code?: string; readonly form?: string };

/** `lifeSeconds`: how long a code that was sent serves. */
export function createFactsControllers<Facts, Person>(
  page: FactsPage<Facts, Person>,
  pictures: PictureCodeService,
  lifeSeconds: () => number,
): FactsControllers {
  async function render(visit: Visit, by: VisitorCode['by'], errors: Errors, status: number): Promise<void> {
    const typed = Object.fromEntries(page.fields.map((name) => [name, readField(visit.req, name)]));
    const field =
      by === 'picture' ? await issuePicture(visit) : { by, minutes: Math.round(lifeSeconds() / 60) };
    const faults = listFaults({ ...errors }, [...page.fields, 'code']);
    visit.render(page.template, { page: page.path, typed, field, errors, faults }, { status });
  }

  async function issuePicture({ origin }: Visit) {
    const issued = await pictures.issue(origin);
    if ('until' in issued) throw new AppError('tooOften', 429, { until: formatMinute(issued.until) });
    return { by: 'picture', id: issued.id };
  }

  const waitFor = (until: Date): Errors => ({
    form: `输入次数过多，请于${formatMinute(until)}后再试！`,
  });

  return {
    show: (visit) => render(visit, 'picture', {}, 200),
    changePicture: (visit) => render(visit, 'picture', {}, 200),

    async sendMessage(visit) {
      const { value, errors } = page.readFacts(visit.req);
      if (Object.keys(errors).length > 0) return render(visit, 'picture', errors, 422);
      const journey = findJourney(visit.req.session) ?? createJourney();
      const sending = await page.sendMessage(visit, value, journey.id);
      if (sending.outcome === 'throttled') return render(visit, 'picture', waitFor(sending.until), 429);
      if (findJourney(visit.req.session) === null) await startAnew(visit.req, { journey });
      await render(visit, 'message', {}, 200);
    },

    async submit(visit) {
      const { value, errors } = page.readFacts(visit.req);
      const by = readField(visit.req, 'picture') === '' ? 'message' : 'picture';
      const code = readCode(visit.req);
      if (code === null) Object.assign(errors, { code: '请输入验证码！' });
      if (code === null || Object.keys(errors).length > 0) return render(visit, by, errors, 422);
      const result = await page.check(visit, value, code);
      switch (result.outcome) {
        case 'found':
          return page.proceed(visit, result.person, value);
        case 'wrongPicture':
          return render(visit, by, { code: '验证码错误或已失效，请重新输入！' }, 422);
        case 'unknown':
          return render(visit, by, { form: page.unknown }, 422);
        case 'throttled':
          return render(visit, by, waitFor(result.until), 429);
      }
    },
  };
}

/** What was typed as 验证码: letters of the picture of the page, or a code that serves in the session's journey. */
function readCode(req: Request): VisitorCode | null {
  const typed = readField(req, 'code').trim();
  if (typed === '') return null;
  const id = readField(req, 'picture');
  return id === ''
    ? { by: 'message', journey: findJourney(req.session)?.id ?? '', typed }
    : { by: 'picture', id, typed };
}
