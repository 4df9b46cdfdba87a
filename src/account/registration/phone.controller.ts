import { presentCodeSending, presentCodeStep } from '../../domain/accounts/code-step.presenter';
import type { Limited } from '../../domain/accounts/limit';
import { presentLimit } from '../../domain/accounts/limit.presenter';
import type { VisitorPictures } from '../../domain/accounts/visitor-picture.controller';
import { createJourney } from '../../domain/credentials/journey';
import { bindParts } from '../../infrastructure/bind-parts';
import { wallClock } from '../../infrastructure/clock';
import type { Visit } from '../../infrastructure/http/as-visitor';
import { listFaults } from '../../infrastructure/http/list-faults';
import { readField } from '../../infrastructure/http/page-renderer';
import { startAnew } from '../../infrastructure/http/session-life';
import { maskPhone } from '../../rules/identity/masking';
import { readPhone } from './registration.form';
import type { RegistrationService } from './registration.service';
import { claimOf, findRegistration, REGISTRATION_MS, type Registration, sealInSession } from './session-data';

interface PhoneErrors {
  readonly phone?: string;
  readonly code?: string;
}

const START = '/account/register';
const CODE = '/account/register/code';

interface RegisterPhoneParts {
  readonly service: RegistrationService;
  readonly pictures: VisitorPictures;
}

/** The first half of 注册: a phone, proved by a code. */
export function createRegisterPhoneControllers(service: RegistrationService, pictures: VisitorPictures) {
  const parts: RegisterPhoneParts = { service, pictures };
  return bindParts(parts, { show, changePicture, submit, showCode, resend, submitCode });
}

export type RegisterPhoneControllers = ReturnType<typeof createRegisterPhoneControllers>;

const show = (parts: RegisterPhoneParts, visit: Visit) => render(parts, visit, {}, 200);

/** 换一张 */
const changePicture = (parts: RegisterPhoneParts, visit: Visit) => render(parts, visit, {}, 200);

async function submit(parts: RegisterPhoneParts, visit: Visit): Promise<void> {
  const { pictures, service } = parts;
  const phone = readPhone(visit.req);
  const code = await pictures.check(visit);
  if (phone.error !== '' || code !== '') return render(parts, visit, { phone: phone.error, code }, 422);
  const { id: journey } = createJourney();
  const sealed = service.seal(phone.value);
  const sending = await service.start({ journey, phone: sealed }, visit.origin);
  if (sending.outcome === 'limited') return render(parts, visit, {}, 429, sending);
  await startAnew(visit.req, {
    registration: {
      journey,
      phone: sealInSession(sealed),
      proved: false,
      until: wallClock() + REGISTRATION_MS,
    },
  });
  visit.redirect(CODE);
}

const showCode = (parts: RegisterPhoneParts, visit: Visit) =>
  withRegistration(visit, (registration) => renderCode(parts, visit, registration));

const resend = (parts: RegisterPhoneParts, visit: Visit) =>
  withRegistration(visit, async (registration) => {
    const sending = await parts.service.resend(claimOf(registration), visit.origin);
    if (sending.outcome === 'limited') return renderCode(parts, visit, registration, { limited: sending });
    const error = presentCodeSending(sending);
    await renderCode(parts, visit, registration, { error, status: error === '' ? 200 : 429 });
  });

const submitCode = (parts: RegisterPhoneParts, visit: Visit) =>
  withRegistration(visit, async (registration) => {
    const typed = readField(visit.req, 'answer').trim();
    if (typed === '') return renderCode(parts, visit, registration, { error: '请输入验证码！', status: 422 });
    const answer = await parts.service.provePhone(claimOf(registration), typed, visit.origin);
    if (answer.outcome === 'limited') return renderCode(parts, visit, registration, { limited: answer });
    if (answer.outcome === 'wrong') {
      const error = '验证码错误或已失效，请检查后重新输入，或重新获取！';
      return renderCode(parts, visit, registration, { error, status: 422 });
    }
    await startAnew(visit.req, { registration: { ...registration, proved: true } });
    visit.redirect('/account/register/details');
  });

async function render(
  parts: RegisterPhoneParts,
  visit: Visit,
  errors: PhoneErrors,
  status: number,
  limited: Limited | null = null,
) {
  const issued = await parts.pictures.issue(visit);
  const reached = limited ?? ('limit' in issued ? issued : null);
  visit.render(
    'account/registration/phone',
    {
      phone: readField(visit.req, 'phone'),
      picture: 'id' in issued ? issued : null,
      limit: reached && presentLimit(reached),
      errors,
      faults: listFaults({ ...errors }, ['phone', 'code']),
    },
    { status: reached === null ? status : 429 },
  );
}

async function renderCode(
  parts: RegisterPhoneParts,
  visit: Visit,
  registration: Registration,
  { error = '', status = 200, limited = null as Limited | null } = {},
): Promise<void> {
  const claim = claimOf(registration);
  const state = await parts.service.describeCode(claim);
  visit.render(
    'account/registration/code',
    {
      step: presentCodeStep(state, `手机 ${maskPhone(parts.service.open(claim.phone))}`),
      error,
      limit: limited && presentLimit(limited),
    },
    { status: limited === null ? status : 429 },
  );
}

async function withRegistration(visit: Visit, work: (registration: Registration) => Promise<void>) {
  const registration = findRegistration(visit.req.session);
  if (registration === null) return visit.redirect(START);
  if (registration.proved) return visit.redirect('/account/register/details');
  await work(registration);
}
