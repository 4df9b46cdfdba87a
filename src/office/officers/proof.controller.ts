import { bindParts } from '../../infrastructure/bind-parts';
import { formatMinute } from '../../infrastructure/format-time';
import { listFaults } from '../../infrastructure/http/list-faults';
import { findLanding } from '../../infrastructure/http/session-life';
import { type OfficerVisit, PROOF_PATH } from '../as-officer';
import type { OfficerProofService } from './officer-proof.service';
import { readTotp } from './sign-in.form';

interface ProofPages {
  readonly service: OfficerProofService;
}

/** 动态密码 once more, before what reaches everybody; then back to the form as it was filled in. */
export function createOfficerProofControllers(service: OfficerProofService) {
  const pages: ProofPages = { service };
  return { show, ...bindParts(pages, { submit }) };
}

export type OfficerProofControllers = ReturnType<typeof createOfficerProofControllers>;

const render = (visit: OfficerVisit, error: string, status: number) =>
  visit.render(
    'office/officers/proof',
    {
      action: PROOF_PATH,
      error,
      faults: listFaults(error === '' ? {} : { totp: error }, ['totp']),
      carries: visit.req.session.carriedForm !== undefined,
    },
    { status },
  );

const show = (visit: OfficerVisit) => render(visit, '', 200);

async function submit({ service }: ProofPages, visit: OfficerVisit): Promise<void> {
  const { req, res, officer, origin } = visit;
  const totp = readTotp(req);
  if (!/^\d{8}$/.test(totp)) return render(visit, '请输入8位动态密码！', 422);
  const result = await service.prove(officer, totp, origin);
  if (result.outcome === 'throttled')
    return render(visit, `动态密码错误次数过多，请于${formatMinute(result.until)}后再试。`, 429);
  if (result.outcome === 'refused')
    return render(visit, '动态密码错误，每个动态密码只能使用一次，请用下一个动态密码重新输入！', 422);
  req.session.officerProvedAt = result.at;
  res.redirect(303, findLanding(req));
}
