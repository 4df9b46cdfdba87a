import type { Request, Response } from 'express';
import type { Knex } from 'knex';
import { bindParts } from '../../infrastructure/bind-parts';
import { notFound } from '../../infrastructure/errors';
import { formatInstant } from '../../infrastructure/format-time';
import { readOpenedAt } from '../../infrastructure/http/opened-at';
import type { PageRenderer } from '../../infrastructure/http/page-renderer';
import type { RelyingParty } from '../../infrastructure/relying-party/relying-party';
import { requireWayBack } from '../../infrastructure/way-back';
import { type DemoPlatform, demoPathOf, demoPlatforms, findDemoPlatform } from './demo-platforms';
import { insertMark, listMarks } from './demo-visit.repository';
import type { DemoGuest, DemoVisits } from './demo-visits';

interface DemoPlatformParts {
  readonly db: Knex;
  readonly pages: PageRenderer;
  readonly visits: DemoVisits;
  readonly partyOf: (platform: DemoPlatform) => RelyingParty;
  readonly publicUrl: URL;
}

const COOKIE = 'zhiyuan.platform';
const FAILED = '没有完成学信网账号的登录或授权，请重新点击“用学信网账号登录”。';

/** The pages that play the platforms which accept 学信 accounts, for strangers who try the demo. */
export function createDemoPlatformControllers(parts: DemoPlatformParts) {
  return bindParts(parts, { list, show, begin, complete, mark, signOut });
}

export type DemoPlatformControllers = ReturnType<typeof createDemoPlatformControllers>;

function list({ pages }: DemoPlatformParts, req: Request, res: Response) {
  pages.send(req, res, 'account/demo-platforms/platforms', { platforms: listPlatforms() });
}

const show = (parts: DemoPlatformParts, req: Request, res: Response) =>
  render(parts, req, res, getPlatform(req));

async function begin(parts: DemoPlatformParts, req: Request, res: Response) {
  const { partyOf, visits } = parts;
  const platform = getPlatform(req);
  const scope = platform.seesIdentity ? 'openid profile identity' : 'openid profile';
  const { url, request } = await partyOf(platform).begin(readOpenedAt(req, demoPathOf(platform.code)), {
    scope,
  });
  keep(parts, res, platform, await visits.begin(platform.code, request));
  res.redirect(303, url);
}

async function complete(parts: DemoPlatformParts, req: Request, res: Response) {
  const { visits, partyOf, publicUrl } = parts;
  const platform = getPlatform(req);
  const request = await visits.takeRequest(platform.code, readMark(req));
  if (request === null) return res.redirect(303, demoPathOf(platform.code));
  const arrived = await partyOf(platform).complete(new URL(req.originalUrl, publicUrl), request);
  if (arrived === null) return render(parts, req, res, platform, { error: FAILED, status: 403 });
  keep(parts, res, platform, await visits.signIn(platform.code, arrived));
  res.redirect(303, demoPathOf(platform.code));
}

async function mark(parts: DemoPlatformParts, req: Request, res: Response) {
  const { visits, db } = parts;
  const platform = getPlatform(req);
  const guest = await visits.findGuest(platform.code, readMark(req));
  if (guest === null) return render(parts, req, res, platform, { error: '请先登录。', status: 401 });
  const { needed } = await describeMarks(parts, platform, guest);
  if (needed !== null && needed.at === '') {
    const error = `请先到${needed.name}完成图像校对，再返回此平台办理。`;
    return render(parts, req, res, platform, { error, status: 409 });
  }
  await insertMark(db, guest.subject, platform.code);
  res.redirect(303, demoPathOf(platform.code));
}

async function signOut({ visits, publicUrl, partyOf }: DemoPlatformParts, req: Request, res: Response) {
  const platform = getPlatform(req);
  const path = demoPathOf(platform.code);
  requireWayBack(readOpenedAt(req, path), publicUrl.href);
  const guest = await visits.findGuest(platform.code, readMark(req));
  await visits.signOut(readMark(req));
  res.clearCookie(COOKIE, { path });
  if (guest === null) return res.redirect(303, path);
  const returnUri = new URL(path, publicUrl).href;
  res.redirect(303, await partyOf(platform).buildSignOutUrl(guest.idToken, returnUri));
}

function keep(parts: DemoPlatformParts, res: Response, { code }: DemoPlatform, mark: string): void {
  const secure = parts.publicUrl.protocol === 'https:';
  res.cookie(COOKIE, mark, { httpOnly: true, sameSite: 'lax', secure, path: demoPathOf(code) });
}

async function render(
  parts: DemoPlatformParts,
  req: Request,
  res: Response,
  platform: DemoPlatform,
  { error = '', status = 200 } = {},
): Promise<void> {
  const { visits, pages } = parts;
  const guest = await visits.findGuest(platform.code, readMark(req));
  pages.send(
    req,
    res,
    'account/demo-platforms/platform',
    {
      platform: { ...platform, path: demoPathOf(platform.code) },
      guest,
      marks: guest === null ? null : await describeMarks(parts, platform, guest),
      platforms: listPlatforms(),
      error,
    },
    { status },
  );
}

/** What was done, here and where it has to be done first. */
async function describeMarks(parts: DemoPlatformParts, platform: DemoPlatform, { subject }: DemoGuest) {
  const marks = await listMarks(parts.db, subject);
  const needed = platform.needs === undefined ? null : findDemoPlatform(platform.needs);
  const say = (code: string) => {
    const at = marks.get(code);
    return at === undefined ? '' : formatInstant(at);
  };
  return {
    own: say(platform.code),
    needed: needed && {
      name: needed.name,
      path: demoPathOf(needed.code),
      done: needed.act.done,
      at: say(needed.code),
    },
  };
}

function getPlatform(req: Request): DemoPlatform {
  const platform = findDemoPlatform(String(req.params.platform));
  if (platform === null) throw notFound();
  return platform;
}

function readMark(req: Request): string {
  const mark: unknown = req.cookies?.[COOKIE];
  return typeof mark === 'string' ? mark.slice(0, 64) : '';
}

function listPlatforms() {
  return demoPlatforms.map(({ code, name }) => ({ name, path: demoPathOf(code) }));
}
