import type { Request, Response } from 'express';
import type { FactorKind } from '../../domain/accounts/factor.repository';
import { factorKinds, providerNames } from '../../domain/accounts/provider-names';
import { bindParts } from '../../infrastructure/bind-parts';
import { AppError, notFound } from '../../infrastructure/errors';
import { type PageRenderer, readField } from '../../infrastructure/http/page-renderer';
import { drawQrCode } from '../../infrastructure/qr-code';
import { listDemoScanners } from './demo-people';
import type { DemoProviders } from './demo-provider';

/** What goes on from the address to the form. */
const fields = ['appid', 'app_id', 'redirect_uri', 'state', 'code_challenge', 'nonce'] as const;

interface DemoScanParts {
  readonly demo: DemoProviders;
  readonly pages: PageRenderer;
}

/** The pages that play 微信 and 支付宝, for strangers who try the demo. */
export function createDemoScanControllers(demo: DemoProviders, pages: PageRenderer) {
  const parts: DemoScanParts = { demo, pages };
  return bindParts(parts, { show, decide });
}

export type DemoScanControllers = ReturnType<typeof createDemoScanControllers>;

/** The page of the provider, with its QR code, and the phone that scans it. */
async function show({ demo, pages }: DemoScanParts, req: Request, res: Response) {
  const kind = readKind(req);
  const asked = demo.readAuthorization(kind, req.query);
  if (asked === null) throw new AppError('badRequest', 400);
  pages.send(req, res, 'account/factor-providers/demo-scan', {
    kind,
    provider: providerNames[kind],
    people: listDemoScanners(kind),
    asked: fields.map((name) => ({ name, value: String(req.query[name] ?? '') })),
    qrCode: await drawQrCode(`${asked.redirectUri}?${asked.state}`),
  });
}

/** 同意 or 拒绝 on the phone. */
function decide({ demo }: DemoScanParts, req: Request, res: Response) {
  const kind = readKind(req);
  const asked = demo.readAuthorization(kind, req.body ?? {});
  if (asked === null) throw new AppError('badRequest', 400);
  if (readField(req, 'decision') !== 'agree') return res.redirect(303, demo.decide(kind, asked, null));
  const subject = readField(req, 'who');
  if (!listDemoScanners(kind).some((one) => one.subject === subject)) throw new AppError('badRequest', 400);
  res.redirect(303, demo.decide(kind, asked, subject));
}

function readKind(req: Request): FactorKind {
  const kind = factorKinds.find((one) => one === req.params.kind);
  if (kind === undefined) throw notFound();
  return kind;
}
